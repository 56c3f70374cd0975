'use client';
import { CircleCheck, TriangleAlert, X } from 'lucide-react';
import { createContext, type ReactNode, useCallback, useContext, useEffect, useMemo, useState } from 'react';
import type { ActionResult } from '@/lib/result';

type Failure = { key: number; message: string; reference?: string };
type Notice = { key: number; message: string };
type Status = {
  /** Good or neutral news: read out politely, gone after a while. */
  say(message: string): void;
  /** Bad news: read out at once, stays until closed. */
  fail(message: string, reference?: string): void;
  /** Whatever an action answered, in the tone its sentence has. */
  tell(result: ActionResult<unknown>): void;
};

const Context = createContext<Status | null>(null);
const NOTICE_MS = 8_000;
let keys = 0;

export function useStatus(): Status {
  const status = useContext(Context);
  if (!status) throw new Error('useStatus outside StatusProvider');
  return status;
}

/**
 * Mounts the two live regions once, so that a screen reader knows them before anything is said. They float over
 * the top, where no form has its buttons, and let clicks through to what is under them.
 */
export function StatusProvider({ children }: { children: ReactNode }) {
  const [notice, setNotice] = useState<Notice | null>(null);
  const [failures, setFailures] = useState<Failure[]>([]);

  const say = useCallback((message: string) => setNotice({ key: ++keys, message }), []);
  const fail = useCallback((message: string, reference?: string) => {
    setFailures((old) => [...old.filter((f) => f.message !== message), { key: ++keys, message, reference }]);
  }, []);
  const tell = useCallback(
    (result: ActionResult<unknown>) => {
      if (!result.ok) return fail(result.message, result.reference);
      if (result.message) (isBadNews(result.message) ? fail : say)(result.message);
    },
    [fail, say],
  );
  useEffect(() => {
    if (!notice) return;
    const timer = setTimeout(() => setNotice(null), NOTICE_MS);
    return () => clearTimeout(timer);
  }, [notice]);

  const status = useMemo(() => ({ say, fail, tell }), [say, fail, tell]);
  return (
    <Context value={status}>
      {children}
      <div
        data-status-region
        className="pointer-events-none fixed top-2 right-14 left-2 z-60 flex flex-col items-center gap-2 lg:top-3 lg:right-2 lg:left-58 print:hidden"
      >
        <div aria-live="assertive" className="contents">
          {failures.map((f) => (
            <Box key={f.key} tone="danger" onClose={() => setFailures((old) => old.filter((o) => o !== f))}>
              <p role="alert">{f.message}</p>
              {f.reference && !f.message.includes(f.reference) && (
                <p className="mt-1 text-xs opacity-80">Referência {f.reference}</p>
              )}
            </Box>
          ))}
        </div>
        <Box tone="success" hidden={!notice} onClose={() => setNotice(null)}>
          <p role="status" aria-live="polite">
            {notice?.message}
          </p>
        </Box>
      </div>
    </Context>
  );
}

type BoxProps = { tone: 'danger' | 'success'; hidden?: boolean; onClose: () => void; children: ReactNode };

function Box({ tone, hidden = false, onClose, children }: BoxProps) {
  const Icon = tone === 'danger' ? TriangleAlert : CircleCheck;
  const look = hidden
    ? 'sr-only'
    : 'flex w-full max-w-md items-start gap-3 rounded-card border border-line bg-raised py-2.5 pr-2 pl-4 shadow-float';
  return (
    <div className={look}>
      {!hidden && (
        <Icon
          aria-hidden
          className={`mt-0.5 size-4.5 shrink-0 ${tone === 'danger' ? 'text-danger' : 'text-success'}`}
        />
      )}
      <div className="min-w-0 flex-1 wrap-break-word">{children}</div>
      {!hidden && (
        <button
          type="button"
          aria-label="Fechar aviso"
          onClick={onClose}
          className="pointer-events-auto -my-2 grid size-11 shrink-0 sm:-my-1 sm:size-9 place-items-center rounded-control text-muted hover:bg-sunken hover:text-ink"
        >
          <X aria-hidden className="size-4" />
        </button>
      )}
    </div>
  );
}

/** A thing may be done and its echo on the panel not: such a sentence is read out like an error. */
const isBadNews = (message: string) => /(^|- )Erro /.test(message);
