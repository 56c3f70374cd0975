import { TriangleAlert } from 'lucide-react';
import { env } from '@/lib/env';
import { lastTickAt } from '@/lib/jobs/queries';
import { isSilent } from '@/lib/jobs/rules';
import { age } from '@/lib/time';

/** Two periods without a tick: renewals and messages wait, and somebody must know. */
export async function SilenceBanner() {
  const now = new Date();
  const last = await lastTickAt();
  if (!last || !isSilent(last, env().VERIFICACAO_INTERVAL, now)) return null;
  return (
    <p
      role="alert"
      className="mb-4 flex items-start gap-2.5 rounded-card bg-danger-soft px-4 py-3 text-danger print:hidden"
    >
      <TriangleAlert aria-hidden className="mt-0.5 size-4.5 shrink-0" />
      <span>
        O trabalho automático parou há {age(last, now)}: renovações e mensagens estão esperando. Reinicie com{' '}
        <code>npm start</code> ou confira o cron da hospedagem.
      </span>
    </p>
  );
}
