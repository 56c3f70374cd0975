import { MessageCircle } from 'lucide-react';
import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { Badge } from '@/components/badge';
import { Card, DefinitionList } from '@/components/card';
import { CopyButton } from '@/components/copy-button';
import { PageHeader } from '@/components/page-header';
import { accountWork } from '@/lib/accounts/queries';
import { pageGate } from '@/lib/auth/gates';
import { type Actor, allows } from '@/lib/auth/rules';
import { packageOf } from '@/lib/clients/account/queries';
import { expiryWords, STATE_WORDS } from '@/lib/clients/messages';
import { type ClientDetail, clientChoices, getClient } from '@/lib/clients/queries';
import { daysLeft, stateOf } from '@/lib/clients/rules';
import { clientIdSchema } from '@/lib/clients/schema';
import { formatMoney } from '@/lib/money';
import { formatPhone, whatsappLink } from '@/lib/phone';
import { openDifferences } from '@/lib/sync/view/client/queries';
import { dayOf, formatDate } from '@/lib/time';
import { formChoices } from '../shown';
import { AccountCard } from './account-card';
import { Billing } from './billing';
import { ClientActions } from './client-actions';
import { History } from './history';
import { Password } from './password';
import { RestoreClient } from './restore-client';

export const metadata: Metadata = { title: 'Cliente' };

export default async function ClientPage({ params, searchParams }: PageProps<'/clients/[id]'>) {
  const actor = await pageGate();
  const asked = clientIdSchema.safeParse({ id: (await params).id });
  const client = asked.success ? await getClient(actor.resellerId, asked.data.id) : null;
  if (!client) notFound();
  const now = new Date();
  const { before } = await searchParams;
  const [work, choices, differences, sold] = await Promise.all([
    accountWork(actor.resellerId, client.id),
    clientChoices(actor.resellerId),
    openDifferences(actor.resellerId, client.id),
    client.panelState === 'missing' ? packageOf(actor.resellerId, client.id) : null,
  ]);
  const { timezone, country } = actor.reseller;
  const operates = allows(actor.role, 'operator');
  const works = operates && !client.archivedAt;
  return (
    <>
      <PageHeader
        title={client.name}
        back={{ href: '/clients', label: 'Lista de clientes' }}
        actions={
          operates &&
          (client.archivedAt ? (
            <RestoreClient id={client.id} />
          ) : (
            <ClientActions
              client={{
                id: client.id,
                name: client.name,
                email: client.email ?? '',
                phone: client.phone ? formatPhone(client.phone) : '',
                serverId: client.serverId,
                planId: client.planId,
                username: client.username,
                password: '',
                expiresOn: dayOf(client.expiresAt, timezone),
                notes: client.notes ?? '',
              }}
              status={client.status}
              linked={client.panelState === 'linked'}
              choices={formChoices(choices, now, timezone)}
              country={country}
            />
          ))
        }
      />
      <div className="grid items-start gap-4 lg:grid-cols-[minmax(0,3fr)_minmax(0,2fr)]">
        <div className="grid gap-4">
          <Card title="Cadastro" actions={<State client={client} now={now} />}>
            <Details client={client} actor={actor} works={works} now={now} />
          </Card>
          <AccountCard {...{ client, work, differences, works, sold }} zone={timezone} />
          <Billing client={client} actor={actor} now={now} />
        </div>
        <History client={client} actor={actor} before={typeof before === 'string' ? before : undefined} />
      </div>
    </>
  );
}

function State({ client, now }: { client: ClientDetail; now: Date }) {
  const { label, tone } = STATE_WORDS[stateOf(client, now)];
  return (
    <span className="flex flex-wrap gap-2">
      {client.panelState === 'missing' && !client.archivedAt && (
        <Badge tone="warning">Sem conta no painel</Badge>
      )}
      <Badge tone={tone}>{label}</Badge>
    </span>
  );
}

type DetailsProps = { client: ClientDetail; actor: Actor; works: boolean; now: Date };

function Details({ client, actor, works, now }: DetailsProps) {
  const { timezone, currency, locale } = actor.reseller;
  const left = expiryWords(daysLeft(client.expiresAt, now, timezone));
  const price = formatMoney({ cents: client.planPriceCents, currency }, locale);
  const items = [
    { label: 'WhatsApp', value: client.phone ? <Phone phone={client.phone} name={client.name} /> : '—' },
    { label: 'E-mail', value: client.email ?? '—' },
    { label: 'Servidor', value: client.serverName },
    { label: 'Plano', value: `${client.planName} · ${price}` },
    {
      label: 'Vencimento',
      value: (
        <span className="tabular">
          {formatDate(client.expiresAt, timezone)} · {left.words}
        </span>
      ),
    },
    {
      label: 'Usuário',
      value: (
        <span className="inline-flex flex-wrap items-center gap-2">
          <code className="tabular break-all">{client.username}</code>
          <CopyButton text={client.username} />
        </span>
      ),
    },
    ...(works ? [{ label: 'Senha', value: <Password clientId={client.id} /> }] : []),
    ...(client.notes
      ? [{ label: 'Observações', value: <span className="whitespace-pre-line">{client.notes}</span> }]
      : []),
    { label: 'Cliente desde', value: formatDate(client.createdAt, timezone) },
  ];
  return <DefinitionList items={items} />;
}

function Phone({ phone, name }: { phone: string; name: string }) {
  const [first = ''] = name.split(' ');
  return (
    <a
      href={whatsappLink(phone, `Olá, ${first}!`)}
      target="_blank"
      rel="noreferrer"
      className="tabular inline-flex min-h-11 items-center gap-2 font-medium text-accent hover:underline sm:min-h-0"
    >
      <MessageCircle aria-hidden className="size-4" />
      {formatPhone(phone)}
    </a>
  );
}
