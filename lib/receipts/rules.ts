/** `in`: money that came; only such a text, from the phone that was paid, proves a payment. */
type Direction = 'in' | 'out';
type Provider = 'mpesa' | 'emola';
export type Receipt = {
  provider: Provider;
  direction: Direction;
  /** As the text writes it; compared in capitals. */
  reference: string;
  amountCents: number;
  /** The other side's number (E.164) and name, as far as the text says. */
  party: string | null;
};
/** A receipt in a longer text: where it begins and where what it says of its two sides ends. */
export type Found = Receipt & { start: number; end: number };

const AMT = String.raw`(?<amount>\d{1,3}(?:,\d{3})+(?:\.\d{1,2})?|\d+(?:[.,]\d{1,2})?)`;
const FEE = String.raw`(?:\d{1,3}(?:,\d{3})+(?:\.\d{1,2})?|\d+(?:[.,]\d{1,2})?)`;
const NUM = String.raw`(?:\+?258)?(?<number>8[2-7]\d{7})(?!\d)`;
const WHEN = String.raw`\d{1,2}\/\d{1,2}\/(?:\d{2}|\d{4})(?!\d) (?:as|at) \d{1,2}:\d{2} ?(?:AM|PM)`;
const MPESA_REF = '(?<ref>[A-Z0-9]{8,15})';
const EMOLA_REF = String.raw`(?<ref>[A-Z]{2}\d{6}\.\d{4}\.[A-Z0-9]{4,8})`;
const ACCOUNT = String.raw`(?:[^.]{0,20}? (?:de|da|para|from|to)(?: a)?(?: conta| account)? ${NUM}(?:,? (?:nome|name): (?<name>[^.]{0,60}?)(?=,? (?:as|at) \d))?)?`;
const SHOP = String.raw`(?: e a taxa foi de ${FEE} ?MT)?(?: na entidade (?<name>.{0,60}?) com referencia \S{1,30}(?: aos ${WHEN})?)?`;

/** The forms of channels.md section 4, each from its first letter. */
const FORMS: { provider: Provider; pattern: RegExp }[] = [
  form(
    'mpesa',
    String.raw`Confirmado ${MPESA_REF}\.? (?<verb>Recebeste|Transferiste) ${AMT} ?MT(?: e a taxa foi de ${FEE} ?MT)? (?:de|para) ${NUM} -? ?(?<name>.{0,60}?) ?aos ${WHEN}`,
  ),
  form(
    'mpesa',
    String.raw`(?:Confirmado|Confirmed) ${MPESA_REF}\.? (?<verb>Registamos uma operacao de compra no valor de|We have recorded a purchase transaction in the amount of) ${AMT} ?MT\b${SHOP}`,
  ),
  form('mpesa', String.raw`${MPESA_REF} Confirmed\. ${AMT} ?MT (?<verb>sent|received)\b${ACCOUNT}`),
  form(
    'emola',
    String.raw`(?:ID da transacao|Transaction ID) ?:? ${EMOLA_REF} ?[.:]? (?<verb>Recebeste|Transferiste|You transferred|You received|Efectuou um pagamento de) ${AMT} ?MT\b${ACCOUNT}`,
  ),
];

function form(provider: Provider, pattern: string) {
  return { provider, pattern: new RegExp(pattern, 'iy') };
}

const RECEIVED = /^(recebeste|you received|received)$/i;
/** Where a receipt may begin. */
const STARTS =
  /(?<![\p{L}\p{N}])(?:Confirm(?:ado|ed)|ID da transacao|Transaction ID|[A-Z0-9]{8,15}(?= Confirmed))(?![\p{L}\p{N}])/giu;

/** As the grammar reads a text: compatibility forms written out, broken lines and what is invisible gone. */
export const flat = (text: string): string =>
  text
    .normalize('NFKC')
    .replace(/[\u200B-\u200F\u2060\uFEFF]/g, '')
    .replace(/\s+/g, ' ')
    .trim();

/** The receipts in a text that `flat` made, in its order; quotes and words around them do not matter. */
export function findReceipts(text: string): Found[] {
  const found: Found[] = [];
  for (const { index } of text.matchAll(STARTS)) {
    if (index < (found.at(-1)?.end ?? 0)) continue;
    const receipt = receiptAt(text, index);
    if (receipt) found.push(receipt);
  }
  return found;
}

/** One SMS as a phone forwards it: a receipt from its first letter, and only one. Null when it is none. */
export function readReceipt(text: string): Receipt | null {
  const [first, ...more] = findReceipts(flat(text));
  if (!first || first.start > 0 || more.length > 0) return null;
  const { start: _, end: __, ...receipt } = first;
  return receipt;
}

function receiptAt(text: string, start: number): Found | null {
  for (const { provider, pattern } of FORMS) {
    pattern.lastIndex = start;
    const match = pattern.exec(text);
    const { ref = '', verb = '', amount = '', number, name } = match?.groups ?? {};
    const amountCents = centsOf(amount);
    if (!match || amountCents === null || (provider === 'emola' && !isRealMoment(ref))) continue;
    return {
      ...{ provider, amountCents, reference: ref, direction: RECEIVED.test(verb) ? 'in' : 'out' },
      party: [number && `+258${number}`, name?.trim()].filter(Boolean).join(' ') || null,
      ...{ start, end: start + match[0].length },
    };
  }
  return null;
}

const MOST_CENTS = 2_000_000_000;

/** `7,000.00` and `1,250` have thousands, `12,50` has centavos. Null for nothing and for too much. */
export function centsOf(text: string): number | null {
  const thousands = /^\d{1,3}(,\d{3})+(\.\d{1,2})?$/.test(text);
  const [whole = '', part = ''] = (thousands ? text.replaceAll(',', '') : text.replace(',', '.')).split('.');
  const cents = Number(whole) * 100 + Number(part.padEnd(2, '0'));
  return cents > 0 && cents <= MOST_CENTS ? cents : null;
}

/** An e-Mola reference holds YYMMDD.HHMM: no such moment, no such receipt. */
function isRealMoment(reference: string): boolean {
  const [, y, m, d, hour, minute] = (/^..(\d\d)(\d\d)(\d\d)\.(\d\d)(\d\d)/.exec(reference) ?? []).map(Number);
  if (y === undefined || m === undefined || d === undefined) return false;
  const day = new Date(Date.UTC(2000 + y, m - 1, d));
  return day.getUTCMonth() === m - 1 && day.getUTCDate() === d && Number(hour) < 24 && Number(minute) < 60;
}

/** The UTC day an e-Mola reference was made on; null for M-Pesa, whose references tell nothing. */
export function dayOfReference(reference: string): Date | null {
  const [, y, m, d] = (/^[A-Z]{2}(\d\d)(\d\d)(\d\d)\.\d{4}\./i.exec(reference) ?? []).map(Number);
  return y === undefined || m === undefined || d === undefined
    ? null
    : new Date(Date.UTC(2000 + y, m - 1, d));
}
