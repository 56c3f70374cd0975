'use client';
import { Eye, EyeOff } from 'lucide-react';
import { useEffect, useState } from 'react';
import type { ActionResult } from '@/lib/result';
import { Button } from './button';
import { CopyButton } from './copy-button';
import { answered, NO_ANSWER } from './form';
import { useStatus } from './status';

const SHOWN_MS = 30_000;

/** A secret that is asked for when wanted and forgotten after 30 s; it is in no HTML before. */
export function Reveal({ action, label }: { action: () => Promise<ActionResult<string>>; label: string }) {
  const [secret, setSecret] = useState<string | null>(null);
  const [pending, setPending] = useState(false);
  const { fail } = useStatus();
  useEffect(() => {
    if (secret === null) return;
    const timer = setTimeout(() => setSecret(null), SHOWN_MS);
    return () => clearTimeout(timer);
  }, [secret]);
  const reveal = async () => {
    setPending(true);
    const result = await answered(action, NO_ANSWER);
    setPending(false);
    if (result.ok) setSecret(result.data);
    else fail(result.message, result.reference);
  };
  if (secret === null) {
    return (
      <span className="inline-flex flex-wrap items-center gap-2">
        <span aria-hidden className="tabular tracking-widest text-faint">
          ••••••••
        </span>
        <Button variant="ghost" size="sm" pending={pending} onClick={() => void reveal()}>
          <Eye aria-hidden />
          {label}
        </Button>
      </span>
    );
  }
  return (
    <span className="inline-flex flex-wrap items-center gap-2">
      <code className="tabular rounded-control bg-sunken px-2 py-1 break-all text-ink">{secret}</code>
      <CopyButton text={secret} />
      <Button variant="ghost" size="sm" onClick={() => setSecret(null)}>
        <EyeOff aria-hidden />
        Ocultar
      </Button>
    </span>
  );
}
