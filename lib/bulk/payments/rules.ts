import { packageRefusal, type Sellable } from '@/lib/invoices/rules';
import { type Currency, formatMoney } from '@/lib/money';
import { type CommonReason, many, type Settled } from '../rules';

export type PayReason =
  | CommonReason
  | 'already_paid'
  | 'undone'
  | 'absent'
  | 'cancelled'
  | 'package_unset'
  | 'package_gone'
  | 'package_trial'
  | 'package_inactive'
  | 'wrong_server';

/** As many as one batch takes: the whole of a list a person can still judge before pressing. */
export const MOST_ROWS = 500;

type Paid = { ok: true } | { ok: false; reason: Exclude<PayReason, 'undone' | CommonReason> };

/** What became of a row. Somebody else's payment is no failure: there is nothing to try again. */
export function settled(paid: Paid): Settled<PayReason> {
  if (paid.ok) return { state: 'done', reason: null };
  return { state: paid.reason === 'already_paid' ? 'skipped' : 'failed', reason: paid.reason };
}

export type BulkSubject = {
  state: 'open' | 'paid' | 'cancelled';
  amountCents: number;
  currency: Currency;
  hasPhone: boolean;
  serverName: string;
  panelType: string;
  samePlanServer: boolean;
  packageId: string | null;
  sold: Sellable | null;
  credits: number | null;
};

/** Whether a payment would be refused, as far as stored rows tell. The payment itself decides. */
function refusedNow(s: BulkSubject): boolean {
  if (s.state !== 'open') return true;
  if (s.panelType === 'none') return false;
  return !s.samePlanServer || packageRefusal(s.packageId, s.sold) !== null;
}

export type BulkPreview = { count: number; total: string; lines: { label: string; value: string }[] };

/** What one press will do, summed: shown before it. Rows that cannot pass are named and not counted. */
export function previewOf(subjects: BulkSubject[], asked: number): BulkPreview {
  const good = subjects.filter((s) => !refusedNow(s));
  const onPanel = good.filter((s) => s.panelType !== 'none');
  const total = moneyOf(good);
  const without = good.length - onPanel.length;
  const told = good.filter((s) => s.hasPhone).length;
  const refused = asked - good.length;
  return {
    count: good.length,
    total,
    lines: [
      { label: 'Faturas', value: String(good.length) },
      { label: 'Total', value: total },
      ...[...groups(onPanel)].map(([server, rows]) => ({
        label: `Painel ${server}`,
        value: `${many(rows.length, 'renovação', 'renovações')} · ${creditsOf(rows)}`,
      })),
      ...(without > 0
        ? [{ label: 'Sem painel', value: `${many(without, 'fatura', 'faturas')}: só a data aqui muda` }]
        : []),
      { label: 'Mensagens', value: told > 0 ? `Renovado, para ${told}` : 'nenhuma: sem WhatsApp' },
      ...(refused > 0
        ? [
            {
              label: 'Não vão passar',
              value: `${many(refused, 'fatura', 'faturas')}: já paga, cancelada ou com o plano sem pacote que se possa vender`,
            },
          ]
        : []),
    ],
  };
}

function groups(subjects: BulkSubject[]): Map<string, BulkSubject[]> {
  const found = new Map<string, BulkSubject[]>();
  for (const s of subjects) found.set(s.serverName, [...(found.get(s.serverName) ?? []), s]);
  return found;
}

/** All invoices of a reseller have its currency; what was sold in another before is told apart. */
function moneyOf(subjects: BulkSubject[]): string {
  const sums = new Map<Currency, number>();
  for (const s of subjects) sums.set(s.currency, (sums.get(s.currency) ?? 0) + s.amountCents);
  return [...sums].map(([currency, cents]) => formatMoney({ cents, currency })).join(' + ') || '—';
}

function creditsOf(subjects: BulkSubject[]): string {
  const sum = subjects.reduce((total, s) => total + (s.credits ?? 0), 0);
  const unknown = subjects.filter((s) => s.credits === null).length;
  const known = many(sum, 'crédito', 'créditos');
  if (unknown === 0) return known;
  return unknown === subjects.length
    ? 'créditos conforme o painel'
    : `${known} e ${unknown} conforme o painel`;
}
