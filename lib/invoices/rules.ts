import type { PanelPackage } from '@/lib/panels/rules';
import { packageProblem } from '@/lib/plans/rules';
import { addDays, addToDay, type Day, daysBetween, formatDate, formatDateTime, isDay } from '@/lib/time';

type InvoiceState = 'open' | 'paid' | 'cancelled';
/** What a screen shows: `overdue` is derived, never stored. */
export type ShownState = InvoiceState | 'overdue';

/** Open and past its day in the reseller's zone is overdue (product.md section 5). */
export const shownState = (invoice: { state: InvoiceState; dueOn: Day }, today: Day): ShownState =>
  invoice.state === 'open' && invoice.dueOn < today ? 'overdue' : invoice.state;

/** The client's date after a payment: plan days on the wall clock, counted from the later of expiry and now. */
export const renewedExpiry = (expiresAt: Date, days: number, now: Date, zone: string): Date =>
  addDays(expiresAt > now ? expiresAt : now, days, zone);

export type Sellable = Pick<PanelPackage, 'active' | 'trial' | 'duration' | 'durationUnit'> & {
  goneAt: Date | null;
};

/** Why a plan's pinned package may not be sold by a paid renewal; null when it may. */
export function packageRefusal(pinned: string | null, found: Sellable | null) {
  const problem = pinned && !found ? 'gone' : packageProblem(pinned ? found : null);
  return problem && (`package_${problem}` as const);
}

/** What decides whether a client's plan can be renewed on the client's server. */
type Renewable = {
  panelType: string;
  samePlanServer: boolean;
  packageId: string | null;
  sold: Sellable | null;
};

/** Why a client's payment cannot become a renewal as things are stored; null when it can. */
export function planRefusal({ panelType, samePlanServer, packageId, sold }: Renewable) {
  if (panelType === 'none') return null;
  return samePlanServer ? packageRefusal(packageId, sold) : ('wrong_server' as const);
}

/** What a person was asked about before a second invoice: another client or day is asked about anew. */
export const twinKey = ({ clientId, dueOn }: { clientId: string; dueOn: Day }): string =>
  `${clientId} ${dueOn}`;

/** How long after the expiry a client still gets an invoice by itself. */
export const GIVEN_UP_DAYS = 30;

/** Whether the cron owes a client an invoice today: expiry within the lead, and not given up a month ago. */
export const owesInvoice = (expiryDay: Day, today: Day, leadDays: number): boolean =>
  expiryDay <= addToDay(today, leadDays) && daysBetween(expiryDay, today) <= GIVEN_UP_DAYS;

type Cursor = { dueOn: Day; id: string };
export const writeCursor = ({ dueOn, id }: Cursor): string => `${dueOn}_${id}`;

/** A place in the list from the address bar; null when it is none. */
export function readCursor(text: string | undefined): Cursor | null {
  const [dueOn = '', id = ''] = text?.split('_') ?? [];
  return isDay(dueOn) && /^[0-9a-f-]{36}$/.test(id) ? { dueOn, id } : null;
}

type Settled = { state: InvoiceState; paidByName: string | null; paidAt: Date | null };

/** Why marking as paid would be refused now, in the terms of the payment itself, which decides; null when not. */
export function refusedNow(subject: Settled & Renewable) {
  const { state, paidByName, paidAt } = subject;
  if (state === 'cancelled') return { reason: 'cancelled' } as const;
  if (state === 'paid')
    return paidByName !== null && paidAt
      ? ({ reason: 'already_paid', by: paidByName, at: paidAt } as const)
      : ({ reason: 'absent' } as const);
  const reason = planRefusal(subject);
  return reason && { reason };
}

type PaymentSubject = {
  clientName: string;
  expiresAt: Date;
  panelExpiresAt: Date | null;
  hasPhone: boolean;
  days: number;
  serverName: string;
  panelType: string;
  sold: { name: string; credits: number | null } | null;
  /** The panel's date before a renewal made there by hand, which this may be the payment for. */
  byHand: Date | null;
};

/** The effects of marking as paid, in the words of the confirmation: shown before the click. */
export function previewOf(s: PaymentSubject, now: Date, zone: string): { label: string; value: string }[] {
  const to = formatDate(renewedExpiry(s.expiresAt, s.days, now, zone), zone);
  const onPanel = s.panelExpiresAt ? formatDateTime(s.panelExpiresAt, zone) : 'lido antes do envio';
  const credits = s.sold?.credits ?? null;
  const cost = credits === null ? 'conforme o painel' : credits === 1 ? '1 crédito' : `${credits} créditos`;
  return [
    { label: 'Cliente', value: s.clientName },
    { label: 'Validade', value: `de ${formatDate(s.expiresAt, zone)} para ${to} (+${s.days} dias)` },
    ...(s.panelType === 'none'
      ? [{ label: 'Painel', value: 'sem painel: só a data aqui muda' }]
      : [
          { label: 'Painel', value: `${s.serverName} · ${s.sold?.name ?? 'pacote não escolhido'}` },
          { label: 'Vencimento no painel hoje', value: onPanel },
          { label: 'Custo no painel', value: cost },
          ...(s.byHand ? [{ label: 'Atenção', value: BY_HAND }] : []),
        ]),
    { label: 'Mensagem', value: s.hasPhone ? 'Renovado, pelo WhatsApp' : 'nenhuma: cliente sem WhatsApp' },
  ];
}

const BY_HAND =
  'já renovado à mão no painel. Nada será enviado até você conferir em Entregas se este pagamento é dele';
