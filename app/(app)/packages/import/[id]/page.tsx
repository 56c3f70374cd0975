import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { validate } from 'uuid';
import { Badge } from '@/components/badge';
import { Card, Stat } from '@/components/card';
import { PageHeader } from '@/components/page-header';
import { pageGate } from '@/lib/auth/gates';
import { lateRenewalWords, refusedWords, STATE_WORDS } from '@/lib/packages/imports/messages';
import { importView } from '@/lib/packages/imports/queries';
import { lateRenewals } from '@/lib/packages/imports/rules';
import { settingsOf } from '@/lib/packages/settings/queries';
import { formatDateTime } from '@/lib/time';
import { DecideImport } from './decide-import';
import { ResultHeading } from './result-heading';
import { Takeovers } from './takeovers';

export const metadata: Metadata = { title: 'Importar pacotes' };

/** What the files would change, before anything changes. */
export default async function ImportOnePage({ params }: { params: Promise<{ id: string }> }) {
  const actor = await pageGate('operator');
  const { id } = await params;
  const view = validate(id) ? await importView(actor.resellerId, id) : null;
  if (!view) notFound();
  const zone = actor.reseller.timezone;
  const of = (name: 'new' | 'same' | 'conflict') => view.packages.filter((p) => p.class === name);
  const [fresh, owed] = [of('new'), of('new').flatMap((p) => p.slots.filter((s) => s.state === 'owed'))];
  const draft = view.state === 'draft';
  const { latePolicy } = await settingsOf(actor.resellerId);
  const late = lateRenewals(fresh, latePolicy, new Date());
  return (
    <>
      <PageHeader
        title="Importar pacotes"
        description={`${view.userName}, em ${formatDateTime(view.createdAt, zone)}`}
        back={{ href: '/packages/import', label: 'Importações' }}
        actions={
          draft ? (
            <DecideImport id={id} count={fresh.length} late={lateRenewalWords(late)} />
          ) : (
            <Badge tone={STATE_WORDS[view.state].tone}>{STATE_WORDS[view.state].label}</Badge>
          )
        }
      />
      <div className="grid gap-6">
        <Card>
          <ResultHeading applied={!draft} />
          <div className="grid grid-cols-2 gap-5 lg:grid-cols-4">
            <Stat
              label={draft ? 'Vão entrar' : 'Importados'}
              value={draft ? fresh.length : (view.taken ?? 0)}
            />
            <Stat label={draft ? 'Já estão aqui' : 'Estão aqui agora'} value={of('same').length} />
            <Stat
              label="Não entram"
              value={of('conflict').length + view.refused.length}
              tone={of('conflict').length + view.refused.length > 0 ? 'warning' : 'neutral'}
            />
            {draft && (
              <Stat
                label="Renovações a entregar"
                value={owed.length}
                hint={late.late === 1 ? '1 já atrasada' : `${late.late} já atrasadas`}
              />
            )}
          </div>
          {draft && view.newGroups.length > 0 && (
            <p className="mt-4 text-muted">
              {view.newGroups.length === 1
                ? 'Um grupo será cadastrado'
                : `${view.newGroups.length} grupos serão cadastrados`}
              : dê um nome depois, em Grupos.
            </p>
          )}
          {draft && view.backGroups.length > 0 && (
            <p className="mt-4 wrap-anywhere text-muted">
              {view.backGroups.length === 1
                ? 'Um grupo arquivado volta a ser usado'
                : `${view.backGroups.length} grupos arquivados voltam a ser usados`}
              : {view.backGroups.join(', ')}.
            </p>
          )}
        </Card>
        <Takeovers packages={view.packages} zone={zone} />
        {view.refused.length > 0 && (
          <Card title="Não dá para importar">
            <ul className="grid gap-2">
              {view.refused.map(({ name, reason }) => (
                <li key={`${name} ${reason}`} className="flex flex-wrap justify-between gap-x-4">
                  <span className="tabular wrap-anywhere text-ink">{name}</span>
                  <span className="text-muted">{refusedWords(reason)}</span>
                </li>
              ))}
            </ul>
          </Card>
        )}
      </div>
    </>
  );
}
