import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { Badge } from '@/components/badge';
import { DefinitionList } from '@/components/card';
import { PrintButton } from '@/components/print-button';
import { ProgressBar } from '@/components/progress-bar';
import { STATE_WORDS } from '@/lib/packages/plan/messages';
import { type PublicPackage, publicPackage } from '@/lib/packages/public/queries';
import { formatDateTime } from '@/lib/time';

export const metadata: Metadata = { title: 'Validade do pacote', robots: { index: false, follow: false } };

/** A package for whoever has the link: no login, no script needed. */
export default async function PublicPackagePage({ params }: { params: Promise<{ token: string }> }) {
  const { token } = await params;
  const now = new Date();
  const found = await publicPackage(token, now);
  if (!found) notFound();
  const badge = STATE_WORDS[found.state];
  return (
    <main className="mx-auto grid min-h-dvh max-w-md content-center gap-6 p-4 sm:p-8 print:max-w-none print:content-start">
      <section className="rounded-card border border-line bg-surface p-6 shadow-rest print:border-0 print:shadow-none">
        <p className="text-muted">{found.company}</p>
        <div className="mt-1 flex flex-wrap items-center justify-between gap-x-3 gap-y-1">
          <h1 className="tabular text-2xl font-semibold tracking-tight text-ink">{found.number}</h1>
          <Badge tone={badge.tone}>{badge.label}</Badge>
        </div>
        <p className="mt-1 text-muted">Pacote de {found.typeName}</p>
        <p className="tabular mt-5 text-ink">
          {found.done} de {found.total} {found.total === 1 ? 'renovação feita' : 'renovações feitas'}
        </p>
        <ProgressBar value={found.done} max={found.total} label="Renovações feitas" />
        <div className="mt-4">
          <DefinitionList items={factsOf(found, now)} />
        </div>
        {found.state === 'active' && (
          <p className="mt-4 text-[0.8125rem] leading-5 text-faint">
            Cada renovação traz {found.slotMb} MB, válidos por 24 h, e sai sozinha: não é preciso pedir.
          </p>
        )}
      </section>
      <PrintButton />
    </main>
  );
}

function factsOf(found: PublicPackage, now: Date) {
  const at = (instant: Date) => <span className="tabular">{formatDateTime(instant, found.timezone)}</span>;
  const runs = found.state === 'active' || found.state === 'paused';
  return [
    ...(runs
      ? [{ label: 'Faltam', value: found.left === 1 ? '1 renovação' : `${found.left} renovações` }]
      : []),
    ...(runs ? [{ label: 'Próxima', value: nextOf(found, now, at) }] : []),
    ...(runs
      ? [{ label: 'Expira em', value: at(found.expiresAt) }]
      : [{ label: 'Terminou em', value: at(found.closedAt ?? found.expiresAt) }]),
    ...(found.dataUntil && found.dataUntil > now && found.state !== 'cancelled'
      ? [{ label: 'Dados válidos até', value: at(found.dataUntil) }]
      : []),
  ];
}

function nextOf(
  { state, next, nextOpen, left }: PublicPackage,
  now: Date,
  at: (instant: Date) => React.ReactNode,
) {
  if (state === 'paused') return 'parada até o pacote ser retomado';
  if (!next) return left > 0 ? 'fale com quem vendeu o pacote' : 'todas feitas';
  if (nextOpen) return '20 h depois que a anterior chegar';
  return next <= now ? 'saindo agora' : at(next);
}
