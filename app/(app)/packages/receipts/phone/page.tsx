import type { Metadata } from 'next';
import { siteOrigin } from '@/app/site-origin';
import { Card, Stat } from '@/components/card';
import { CopyButton } from '@/components/copy-button';
import { PageHeader } from '@/components/page-header';
import { pageGate } from '@/lib/auth/gates';
import { keyFor } from '@/lib/keys/commands';
import { lastUseOf } from '@/lib/keys/queries';
import { age } from '@/lib/time';
import { ChangeAddress } from './change-address';
import { HowTo } from './how-to';
import { TryText } from './try-text';

export const metadata: Metadata = { title: 'Ligar o celular' };

/** How the phone that is paid forwards its SMS: its address, the steps, and a try that keeps nothing. */
export default async function PhonePage() {
  const actor = await pageGate('owner');
  const [origin, key, lastCame] = await Promise.all([
    siteOrigin(),
    keyFor(actor.resellerId, 'receipts'),
    lastUseOf(actor.resellerId, 'receipts'),
  ]);
  const url = `${origin}/api/webhooks/receipts/${key}`;
  return (
    <>
      <PageHeader
        title="Ligar o celular"
        description="O celular que recebe os pagamentos manda cada SMS da M-Pesa e da e-Mola para cá. É ele que prova que o dinheiro entrou."
        back={{ href: '/packages/receipts', label: 'Comprovantes' }}
      />
      <div className="grid max-w-3xl gap-4 sm:gap-5">
        <Card title="Endereço deste celular" actions={<ChangeAddress />}>
          <code className="block rounded-control bg-sunken p-3 break-all text-ink">{url}</code>
          <div className="mt-2 flex flex-wrap items-center justify-between gap-2">
            <CopyButton text={url} label="Copiar endereço" />
            <span className="text-[0.8125rem] text-faint">Guarde como uma senha.</span>
          </div>
          <div className="mt-4 border-t border-line pt-4">
            <Stat
              label="Último contato do celular"
              value={lastCame ? `há ${age(lastCame, new Date())}` : 'nenhum ainda'}
              hint={lastCame ? undefined : 'Depois dos passos abaixo, mande um SMS de teste ao celular.'}
            />
          </div>
        </Card>
        <HowTo url={url} />
        <TryText currency={actor.reseller.currency} locale={actor.reseller.locale} />
      </div>
    </>
  );
}
