import { Coins } from 'lucide-react';
import Link from 'next/link';
import { classes } from '@/components/classes';
import type { ResellerId } from '@/db/ids';
import { lowBanner, NO_CREDITS_BANNER } from '@/lib/servers/credits/messages';
import { creditTroubles } from '@/lib/servers/credits/queries';

/** Panels that stopped for want of credits, or are low by the reseller's own count; one line each. */
export async function CreditsBanner({ resellerId }: { resellerId: ResellerId }) {
  const troubles = await creditTroubles(resellerId);
  return troubles.map(({ id, name, left }) => (
    <p
      key={id}
      role={left === null ? 'alert' : undefined}
      className={classes(
        'flex items-start gap-2.5 rounded-card px-4 py-3 print:hidden',
        left === null ? 'bg-danger-soft text-danger' : 'bg-warning-soft text-warning',
      )}
    >
      <Coins aria-hidden className="mt-0.5 size-4.5 shrink-0" />
      <span>
        {left === null ? NO_CREDITS_BANNER(name) : lowBanner(name, left)}{' '}
        <Link
          href={`/servers/${id}/health`}
          className="inline-flex min-h-11 items-center font-medium underline underline-offset-4 sm:min-h-0"
        >
          Ver créditos<span className="sr-only"> de {name}</span>
        </Link>
      </span>
    </p>
  ));
}
