import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { PrintButton } from '@/components/print-button';
import { publicInvoice } from '@/lib/invoices/public/queries';
import { type VisitorPix, visitorPix } from '@/lib/mercadopago/charges/queries';
import { VISITOR_TROUBLE, VISITOR_TROUBLE_NO_KEY } from '@/lib/mercadopago/messages';
import { formatMoney } from '@/lib/money';
import { brCode } from '@/lib/pix/rules';
import { formatDate, formatDateTime, formatDay } from '@/lib/time';
import { GeneratePix, WatchPix } from './live-pix';
import { PixCode } from './pix-code';

export const metadata: Metadata = { title: 'Fatura', robots: { index: false, follow: false } };

/** Of its actions: a payment found by *Já paguei* is renewed after the answer where no worker runs. */
export const maxDuration = 120;

/** An invoice for whoever has the link: no login, no script needed, ready to print. */
export default async function PublicInvoicePage({ params }: { params: Promise<{ token: string }> }) {
  const { token } = await params;
  const invoice = await publicInvoice(token);
  if (!invoice) notFound();
  const amount = formatMoney({ cents: invoice.amountCents, currency: invoice.currency });
  const open = invoice.state === 'open';
  const code = open ? pixCode(invoice) : null;
  const live = open ? await visitorPix(token, new Date()) : null;
  return (
    <main className="mx-auto grid min-h-dvh max-w-md content-center gap-6 p-4 sm:p-8 print:max-w-none print:content-start">
      <section className="rounded-card border border-line bg-surface p-6 shadow-rest print:border-0 print:shadow-none">
        <p className="text-muted">{invoice.company}</p>
        <h1 className="tabular mt-1 text-3xl font-semibold tracking-tight text-ink">{amount}</h1>
        <p className="mt-1 text-muted">
          Fatura de {invoice.clientName} · {settled(invoice) ?? `vence em ${formatDay(invoice.dueOn)}`}
        </p>
        {live && <LivePix token={token} pix={live} code={code} zone={invoice.timezone} />}
        {!live && code && <PixCode code={code} />}
        {open && !live && !code && (
          <p className="mt-6 border-t border-line pt-4 text-ink">
            Combine o pagamento com {invoice.company}.
          </p>
        )}
      </section>
      <PrintButton />
    </main>
  );
}

type Invoice = NonNullable<Awaited<ReturnType<typeof publicInvoice>>>;

const settled = (invoice: Invoice): string | null =>
  invoice.paidAt ? `paga em ${formatDate(invoice.paidAt, invoice.timezone)}` : null;

function pixCode(invoice: Invoice): string | null {
  const { pixKey: key } = invoice;
  if (!key || invoice.currency !== 'BRL') return null;
  const txid = invoice.id.replace(/-/g, '').slice(-25);
  return brCode({
    key,
    name: invoice.company,
    city: invoice.pixCity ?? 'BRASIL',
    amountCents: invoice.amountCents,
    txid,
  });
}

type LiveProps = { token: string; pix: VisitorPix; code: string | null; zone: string };

/** The provider's PIX, which confirms itself; the reseller's own key where the provider fails or is not wanted. */
function LivePix({ token, pix, code, zone }: LiveProps) {
  if (pix.qrText) {
    return (
      <>
        <PixCode code={pix.qrText}>
          {pix.expiresAt && `Vale até ${formatDateTime(pix.expiresAt, zone)}. `}A confirmação é automática.
        </PixCode>
        <WatchPix token={token} />
      </>
    );
  }
  return (
    <>
      {pix.trouble && (
        <p role="alert" className="mt-6 rounded-control bg-warning-soft p-3 text-warning">
          {code ? VISITOR_TROUBLE : VISITOR_TROUBLE_NO_KEY}
        </p>
      )}
      <GeneratePix token={token} again={pix.trouble} />
      {code && (
        <details open={pix.trouble} className="mt-4 border-t border-line pt-2">
          <summary className="flex min-h-11 items-center text-muted">
            Pagar sem confirmação automática
          </summary>
          <PixCode code={code} />
        </details>
      )}
    </>
  );
}
