import type { ReactNode } from 'react';
import { Card } from '@/components/card';
import { CopyButton } from '@/components/copy-button';

/** Step by step for the apps that Android phones forward SMS with. */
export function HowTo({ url }: { url: string }) {
  return (
    <Card title="Passo a passo no Android">
      <p className="text-muted">
        Use o aplicativo que preferir. Encaminhe só os remetentes <strong className="text-ink">M-Pesa</strong>{' '}
        e <strong className="text-ink">e-Mola</strong>: outros SMS não são guardados aqui, mas não precisam
        sair do celular.
      </p>
      <div className="mt-4 grid gap-2">
        <App name="SMS Forwarder" open>
          <li>Instale um encaminhador de SMS que aceite Webhook (ou URL) e dê a permissão de ler SMS.</li>
          <li>Crie uma regra com o remetente M-Pesa e outra com e-Mola.</li>
          <li>Destino: Webhook ou URL, método POST, com o endereço acima.</li>
          <li>
            Tipo JSON, com o corpo (a palavra entre chaves é a do seu aplicativo para o texto e o remetente):
            <Sample text='{"text":"%text%","from":"%from%"}' />
          </li>
          <li>Ligue a repetição quando não houver internet, se houver essa opção.</li>
        </App>
        <App name="MacroDroid">
          <li>Nova macro. Gatilho: SMS recebido, de M-Pesa (repita para e-Mola), qualquer conteúdo.</li>
          <li>Ação: Requisição HTTP, método POST, com o endereço acima.</li>
          <li>
            Tipo de conteúdo <code>text/plain</code> e corpo:
            <Sample text="[sms_message]" />
          </li>
          <li>Salve e deixe a macro ligada.</li>
        </App>
        <App name="Tasker">
          <li>Perfil: Evento, Telefone, Texto recebido, com o remetente M-Pesa (repita para e-Mola).</li>
          <li>Tarefa: Rede, HTTP Request, método POST, com o endereço acima.</li>
          <li>
            Cabeçalho <code>Content-Type:text/plain</code> e corpo:
            <Sample text="%SMSRB" />
          </li>
        </App>
      </div>
      <h3 className="mt-5 font-medium text-ink">Para não perder nenhum</h3>
      <ul className="mt-1 grid list-disc gap-1 pl-5 text-muted">
        <li>Tire o aplicativo da economia de bateria e ligue o início automático.</li>
        <li>Deixe o celular na tomada e com internet. O mesmo SMS duas vezes conta uma só.</li>
        <li>Só vale o texto inteiro, como a operadora mandou: sem assinatura e sem nada antes dele.</li>
      </ul>
      <p className="mt-4 text-muted">De um computador, o mesmo pedido é:</p>
      <Sample text={`curl -X POST '${url}' -H 'content-type: text/plain' --data 'Confirmado …'`} />
    </Card>
  );
}

const App = ({ name, open, children }: { name: string; open?: boolean; children: ReactNode }) => (
  <details open={open} className="rounded-control border border-line px-4">
    <summary className="flex min-h-11 cursor-pointer items-center font-medium text-ink">{name}</summary>
    <ol className="grid list-decimal gap-2 pb-4 pl-5 text-ink marker:text-faint">{children}</ol>
  </details>
);

const Sample = ({ text }: { text: string }) => (
  <span className="mt-1 flex flex-wrap items-center gap-2">
    <code className="min-w-0 flex-1 rounded-control bg-sunken px-3 py-2 break-all max-sm:basis-full text-ink">
      {text}
    </code>
    <CopyButton text={text} />
  </span>
);
