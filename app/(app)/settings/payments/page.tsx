import type { Metadata } from 'next';
import { siteOrigin } from '@/app/site-origin';
import { Badge } from '@/components/badge';
import { Card, DefinitionList } from '@/components/card';
import { CopyButton } from '@/components/copy-button';
import { PageHeader } from '@/components/page-header';
import { pageGate } from '@/lib/auth/gates';
import { ACCOUNT_HELP, ACCOUNT_WORDS } from '@/lib/mercadopago/messages';
import { type AccountView, readAccount } from '@/lib/mercadopago/queries';
import { formatDateTime } from '@/lib/time';
import { Disconnect } from '../disconnect';
import { AccountForm } from './account-form';
import { disconnect } from './actions';

export const metadata: Metadata = { title: 'Pagamentos' };

export default async function PaymentsPage() {
  const actor = await pageGate('owner');
  const { currency, timezone } = actor.reseller;
  const account = await readAccount(actor.resellerId);
  const stored = account && {
    tokenMask: account.tokenMask,
    hasSecret: account.hasSecret,
    payerEmail: account.payerEmail,
  };
  return (
    <>
      <PageHeader
        title="Pagamentos"
        description="Com o Mercado Pago conectado, o PIX pago na fatura renova o cliente sozinho. Sem ele, a fatura mostra o PIX da sua chave e você marca como paga."
        back={{ href: '/settings', label: 'Configurações' }}
      />
      <div className="grid max-w-2xl gap-4">
        {currency !== 'BRL' && (
          <p className="rounded-card bg-info-soft p-4 text-info">
            O PIX do Mercado Pago só existe em reais; as faturas desta revenda são em meticais.
          </p>
        )}
        {account && <State account={account} zone={timezone} />}
        {account?.webhookPath && <Webhook url={`${await siteOrigin()}${account.webhookPath}`} />}
        <Card title={account ? 'Conta' : 'Conectar o Mercado Pago'}>
          <AccountForm stored={stored} />
        </Card>
      </div>
    </>
  );
}

function State({ account, zone }: { account: AccountView; zone: string }) {
  const { state } = account;
  return (
    <Card
      title="Situação"
      actions={
        <Disconnect what="o Mercado Pago" disconnect={disconnect}>
          O token, o segredo e o endereço do webhook são apagados. Um PIX já gerado que for pago depois disso
          não será mais conferido aqui.
        </Disconnect>
      }
    >
      <DefinitionList
        items={[
          {
            label: 'Mercado Pago',
            value: (
              <Badge tone={state === 'ok' ? 'success' : state === 'unauthorized' ? 'danger' : 'warning'}>
                {ACCOUNT_WORDS[state]}
              </Badge>
            ),
          },
          ...(account.accountName ? [{ label: 'Loja', value: account.accountName }] : []),
          { label: 'Conferido em', value: formatDateTime(account.checkedAt, zone) },
          {
            label: 'Aviso de pagamento',
            value: account.hasSecret ? 'na hora, pelo webhook' : 'de tempos em tempos: falta o segredo',
          },
        ]}
      />
      {state !== 'ok' && <p className="mt-3 text-danger">{ACCOUNT_HELP[state]}</p>}
    </Card>
  );
}

function Webhook({ url }: { url: string }) {
  return (
    <Card title="Webhook" actions={<CopyButton text={url} label="Copiar endereço" />}>
      <p className="rounded-control bg-sunken p-3 font-mono text-xs break-all text-ink">{url}</p>
      {!url.startsWith('https:') && (
        <p className="mt-3 text-warning">
          O Mercado Pago só alcança um endereço https na internet: abra esta página pelo endereço público.
        </p>
      )}
      <p className="mt-3 text-muted">
        No Mercado Pago, abra Suas integrações, depois Webhooks. Cole este endereço, marque o evento
        Pagamentos e salve. Depois copie de lá a assinatura secreta para o campo abaixo.
      </p>
    </Card>
  );
}
