import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { create } from 'qrcode';
import { CopyButton } from '@/components/copy-button';
import { publicInvoice } from '@/lib/invoices/public/queries';
import { formatMoney } from '@/lib/money';
import { brCode, pixKey } from '@/lib/pix/rules';
import { formatDate, formatDay } from '@/lib/time';

export const metadata: Metadata = { title: 'Fatura', robots: { index: false, follow: false } };

/** An invoice for whoever has the link: no login, no script needed, ready to print. */
export default async function PublicInvoicePage({ params }: { params: Promise<{ token: string }> }) {
  const { token } = await params;
  const invoice = await publicInvoice(token);
  if (!invoice) notFound();
  const amount = formatMoney({ cents: invoice.amountCents, currency: invoice.currency });
  const code = invoice.state === 'open' ? pixCode(invoice) : null;
  return (
    <main className="mx-auto grid min-h-dvh max-w-md content-center gap-6 p-4 sm:p-8 print:max-w-none print:content-start">
      <section className="rounded-card border border-line bg-surface p-6 shadow-rest print:border-0 print:shadow-none">
        <p className="text-muted">{invoice.company}</p>
        <h1 className="tabular mt-1 text-3xl font-semibold tracking-tight text-ink">{amount}</h1>
        <p className="mt-1 text-muted">
          Fatura de {invoice.clientName} · {settled(invoice) ?? `vence em ${formatDay(invoice.dueOn)}`}
        </p>
        {code && <PixCode code={code} />}
        {invoice.state === 'open' && !code && (
          <p className="mt-6 border-t border-line pt-4 text-ink">
            Combine o pagamento com {invoice.company}.
          </p>
        )}
      </section>
    </main>
  );
}

type Invoice = NonNullable<Awaited<ReturnType<typeof publicInvoice>>>;

const settled = (invoice: Invoice): string | null =>
  invoice.paidAt ? `paga em ${formatDate(invoice.paidAt, invoice.timezone)}` : null;

function pixCode(invoice: Invoice): string | null {
  const key = invoice.pixKey && pixKey(invoice.pixKey);
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

function PixCode({ code }: { code: string }) {
  return (
    <div className="mt-6 grid justify-items-center gap-4 border-t border-line pt-6">
      <p className="font-medium text-ink">Pague com PIX</p>
      <QrCode text={code} />
      <p className="w-full rounded-control bg-sunken p-3 font-mono text-xs break-all text-muted">{code}</p>
      <CopyButton text={code} label="Copiar código PIX" />
    </div>
  );
}

/** Black on white in both themes: readers need the contrast. */
function QrCode({ text }: { text: string }) {
  const { data, size } = create(text).modules;
  const dark = Array.from(data).flatMap((on, i) =>
    on ? `M${i % size} ${Math.floor(i / size)}h1v1h-1z` : [],
  );
  return (
    <svg
      viewBox={`-2 -2 ${size + 4} ${size + 4}`}
      role="img"
      className="w-56 max-w-full rounded-card bg-white"
    >
      <title>QR code do PIX</title>
      <path d={dark.join('')} fill="black" shapeRendering="crispEdges" />
    </svg>
  );
}
