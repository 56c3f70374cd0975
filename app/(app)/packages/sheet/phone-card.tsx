import { Smartphone, TriangleAlert } from 'lucide-react';
import { Card, Stat } from '@/components/card';
import { CopyButton } from '@/components/copy-button';
import { age } from '@/lib/time';
import { RenewKey } from './act-button';

type Counts = { waiting: number; leased: number };
type Props = { orders: Counts; payments: Counts; lastCame: Date | null; missed: boolean; now: Date };

/** What the built-in book holds for the phone, and since when it last came. */
export function PhoneCard({ orders, payments, lastCame, missed, now }: Props) {
  return (
    <Card title="Livro do UltraGestor">
      {missed && (
        <p
          role="alert"
          className="mb-4 flex items-start gap-2.5 rounded-control bg-danger-soft px-3 py-2.5 text-danger"
        >
          <TriangleAlert aria-hidden className="mt-0.5 size-4.5 shrink-0" />
          {lastCame
            ? `O celular não vem há ${age(lastCame, now)} e há linhas esperando. Veja se ele está ligado, com internet e com o aplicativo rodando.`
            : 'Há linhas esperando e nenhum celular veio buscar. Configure um com os passos desta página.'}
        </p>
      )}
      <div className="grid grid-cols-2 gap-4 sm:grid-cols-4">
        <Stat label="Pedidos esperando" value={orders.waiting} hint={leasedOf(orders)} />
        <Stat label="Pagamentos esperando" value={payments.waiting} hint={leasedOf(payments)} />
        <div className="col-span-2">
          <Stat
            label="Último contato do celular"
            value={lastCame ? `há ${age(lastCame, now)}` : 'nunca'}
            tone={missed ? 'danger' : 'neutral'}
          />
        </div>
      </div>
    </Card>
  );
}

const leasedOf = ({ leased }: Counts) =>
  leased === 0 ? 'nenhum com o celular' : `${leased} com o celular, a confirmar`;

type HowToProps = { ordersUrl: string; paymentsUrl: string; folded: boolean };

/** How a phone is made to execute the book: addresses, requests, steps. */
export function HowTo({ folded, ...urls }: HowToProps) {
  if (!folded)
    return (
      <Card title={HOW_TO} actions={<RenewKey />}>
        <Steps {...urls} />
      </Card>
    );
  return (
    <Card flush>
      <details>
        <summary className="flex min-h-12 items-center rounded-card px-4 sm:px-5">
          <h2 className="font-semibold text-ink">{HOW_TO}</h2>
        </summary>
        <div className="grid gap-4 border-t border-line p-4 sm:p-5">
          <div>
            <RenewKey />
          </div>
          <Steps {...urls} />
        </div>
      </details>
    </Card>
  );
}

const HOW_TO = 'Configurar o celular';

function Steps({ ordersUrl, paymentsUrl }: Omit<HowToProps, 'folded'>) {
  return (
    <div className="grid gap-4">
      <p className="text-muted">
        Quem já usa Tasker ou MacroDroid com a planilha do Google só troca o endereço: os pedidos e as
        respostas são os mesmos. Guarde estes endereços como uma senha.
      </p>
      <Address label="Pedidos" url={ordersUrl} />
      <Address label="Pagamentos" url={paymentsUrl} />
      <ol className="grid list-decimal gap-2 pl-5 text-ink marker:text-faint">
        <li>No MacroDroid ou no Tasker, crie uma tarefa que roda a cada 5 minutos.</li>
        <li>
          Ação <strong>Requisição HTTP</strong> (Tasker: <strong>HTTP Request</strong>), método POST, tipo{' '}
          <code>application/json</code>, para o endereço de pedidos, com o corpo:
          <Sample text='{"action":"buscar_pendentes"}' />
        </li>
        <li>
          A resposta traz em <code>dados</code> as linhas <code>REF|MB|NUMERO</code>. Ficam reservadas 10
          minutos para este celular.
        </li>
        <li>
          Envie os megas de cada linha e confirme; o que falhou, devolva com <code>reverter_pendentes</code>
          :
          <Sample text='{"action":"confirmar_recebimento","referencias":["ABC123D1"]}' />
        </li>
        <li>O que não for confirmado volta a ser oferecido depois dos 10 minutos.</li>
      </ol>
      <div>
        <p className="font-medium text-ink">Testar sem mudar nada</p>
        <p className="mt-1 text-muted">
          Abra este endereço no navegador do celular: deve responder <code>pedidos</code> e <code>total</code>
          .
        </p>
        <Sample text={`${ordersUrl}?action=buscar_pedidos_24h`} />
      </div>
    </div>
  );
}

function Address({ label, url }: { label: string; url: string }) {
  return (
    <div className="grid gap-1">
      <div className="flex flex-wrap items-center justify-between gap-2">
        <span className="inline-flex items-center gap-2 font-medium text-ink">
          <Smartphone aria-hidden className="size-4 text-muted" />
          {label}
        </span>
        <CopyButton text={url} label={`Copiar endereço de ${label.toLowerCase()}`} />
      </div>
      <p className="rounded-control bg-sunken p-3 font-mono text-xs break-all text-ink">{url}</p>
    </div>
  );
}

const Sample = ({ text }: { text: string }) => (
  <code className="mt-1.5 block rounded-control bg-sunken px-3 py-2 font-mono text-xs break-all">{text}</code>
);
