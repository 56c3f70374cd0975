'use client';
import { useQuery } from '@tanstack/react-query';
import { useRouter } from 'next/navigation';
import { useEffect, useRef, useState, useTransition } from 'react';
import { Badge } from '@/components/badge';
import { Button } from '@/components/button';
import { answered } from '@/components/form';
import { useStatus } from '@/components/status';
import { PAID_AND_RENEWED, paidButNotRenewed } from '@/lib/invoices/messages';
import { TWO_RENEWALS } from '@/lib/renewals/messages';
import type { RenewalView } from '@/lib/renewals/queries';
import { capital } from '@/lib/words';
import { undo } from './invoices/actions';

const POLL_MS = 2_000;

type Props = {
  initial: RenewalView;
  announce?: boolean;
  refresh?: boolean;
  /** The page says the reason beside the chip: not twice. */
  reasonBeside?: boolean;
  onUndone?: () => void;
};

/**
 * The truth about one renewal, asked for again while it moves. `announce`: this person has just paid, so
 * the end is also told in the status region, in the product's words. `refresh`: the page around it tells more.
 */
export function RenewalChip({
  initial,
  announce = false,
  refresh = false,
  reasonBeside = false,
  onUndone,
}: Props) {
  const router = useRouter();
  const { say, fail } = useStatus();
  const { data: view = initial } = useQuery({
    // The server's state is part of the key: a page told something newer does not show what was polled before.
    queryKey: ['renewal', initial.id, initial.state],
    queryFn: () => load(initial.id),
    initialData: initial,
    refetchInterval: (query) => (query.state.data?.moving ? POLL_MS : false),
  });
  const before = useRef(initial.state);
  useEffect(() => {
    if (before.current === view.state) return;
    before.current = view.state;
    if (refresh) router.refresh();
    if (view.moving) return;
    if (announce && view.state === 'verified') say(PAID_AND_RENEWED);
    if (announce && view.why) fail(paidButNotRenewed(view.why));
  }, [view, announce, refresh, router, say, fail]);

  return (
    <span className="inline-flex flex-wrap items-center gap-2">
      {view.undoUntil ? (
        <Hold view={view} onUndone={onUndone} />
      ) : (
        <Badge tone={view.tone}>{view.text}</Badge>
      )}
      {view.moving && view.why && !reasonBeside && (
        <span className="text-[0.8125rem] leading-5 text-muted">{capital(view.why)}</span>
      )}
      {view.warning && <Badge tone="warning">{TWO_RENEWALS}</Badge>}
    </span>
  );
}

/** The undo window: counts down, and for as long as nothing has left it can be taken back. */
function Hold({ view, onUndone }: { view: RenewalView; onUndone?: () => void }) {
  const { say, fail } = useStatus();
  const router = useRouter();
  const [pending, start] = useTransition();
  const left = useSecondsLeft(view.undoUntil);
  const press = () =>
    start(async () => {
      const result = await answered(() => undo({ invoiceId: view.invoiceId }));
      if (!result.ok) return fail(result.message, result.reference);
      if (result.message) say(result.message);
      (onUndone ?? router.refresh)();
    });
  return (
    <>
      <Badge tone="info">{left > 0 ? `Pago · Renova em ${left} s` : 'Pago · Renovando…'}</Badge>
      <Button size="sm" variant="ghost" pending={pending} onClick={press}>
        Desfazer
      </Button>
    </>
  );
}

function useSecondsLeft(until: string | null): number {
  const end = until ? Date.parse(until) : 0;
  const [left, setLeft] = useState(() => 0);
  useEffect(() => {
    const count = () => setLeft(Math.max(0, Math.ceil((end - Date.now()) / 1000)));
    count();
    const timer = setInterval(count, 250);
    return () => clearInterval(timer);
  }, [end]);
  return left;
}

async function load(id: string): Promise<RenewalView> {
  const response = await fetch(`/api/renewals?ids=${id}`);
  const [view] = response.ok ? ((await response.json()) as RenewalView[]) : [];
  if (!view) throw new Error('renewal not found');
  return view;
}
