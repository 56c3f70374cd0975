import { objectIn, rowIn } from '../answers/rules';
import { amountOf, type Half, isSameRow, refKeyOf } from '../rules';

/**
 * What reading a sheet back says of a reference. `same`: the stored row is ours. `value`: reference and value
 * are, the number is not shown. `other`: something else stands there. `absent`: it is not in this list.
 * `unable`: the script does not answer this question. `unread`: no proper answer; ask again later.
 */
export type Finding =
  | { kind: 'same' | 'value' | 'absent' | 'unable' | 'unread' }
  | { kind: 'other'; stored: string };

/** Reads a list of rows (`buscar_pendentes` of orders, the two of 24 h) for ours. */
export function findInList(text: string, key: 'dados' | 'pedidos' | 'pagamentos', half: Half): Finding {
  const body = objectIn(text);
  if (!body) return { kind: /^\s*(erro|sucesso|ignorado|duplicado)/i.test(text) ? 'unable' : 'unread' };
  if (body.erro || body.error) return { kind: 'unread' };
  const list = body[key];
  if (!Array.isArray(list)) return { kind: 'unable' };
  const rows = list.flatMap((entry) => {
    const row = rowIn(entry);
    return row && refKeyOf(row.reference) === refKeyOf(half.reference) ? [row] : [];
  });
  const other = rows.find((row) => !isSameRow(half, row));
  if (other) return { kind: 'other', stored: `${other.reference}|${other.value}|${other.number}` };
  return { kind: rows.length > 0 ? 'same' : 'absent' };
}

/** Reads `buscar_por_referencia`, which in the original shows the value but not the number. */
export function findByReference(text: string, half: Half): Finding {
  const body = objectIn(text);
  if (!body) return { kind: /^\s*(erro|sucesso|ignorado|duplicado)/i.test(text) ? 'unable' : 'unread' };
  if (body.erro || body.error) return { kind: 'unread' };
  if (typeof body.encontrado !== 'boolean') return { kind: 'unable' };
  if (!body.encontrado)
    return /confere/i.test(String(body.motivo ?? ''))
      ? { kind: 'other', stored: `${half.reference}|outro valor` }
      : { kind: 'absent' };
  const row = rowIn(body);
  if (row)
    return isSameRow(half, row)
      ? { kind: 'same' }
      : { kind: 'other', stored: `${row.reference}|${row.value}|${row.number}` };
  const value = body.valor === undefined ? half.value : String(body.valor);
  return amountOf(value) === amountOf(half.value)
    ? { kind: 'value' }
    : { kind: 'other', stored: `${half.reference}|${value}` };
}

/**
 * Whether an earlier post of this row, by its evidence, may have written it: one whose answer never came or was
 * cut, or whose driver died. One that was answered with anything else is no ground to call a stranger's row
 * ours, and a post after the first `duplicado` cannot have written what stood there already.
 */
export function mayHaveWritten(evidence: readonly Record<string, unknown>[]): boolean {
  const first = evidence.findIndex((entry) => entry.kind === 'duplicate');
  const before = first < 0 ? evidence : evidence.slice(0, first);
  return before.some(
    ({ kind, reason }) =>
      kind === 'interrupted' || (kind === 'unknown' && (reason === 'timeout' || reason === 'cut')),
  );
}

/** What the questions asked so far prove. `later`: no proper answer yet. `more`: ask the next one. */
export type Proof = { kind: 'same' | 'unproved' | 'later' | 'more' } | { kind: 'other'; stored: string };

/**
 * The verdict after each question. Reference and value alone are proof only where an earlier post of ours may
 * have written them: then nobody else is likely to have, with this very value.
 */
export function proofOf(
  findings: readonly Finding[],
  { mayBeOurs, last }: { mayBeOurs: boolean; last: boolean },
): Proof {
  for (const finding of findings) {
    if (finding.kind === 'other') return finding;
    if (finding.kind === 'same') return { kind: 'same' };
    if (finding.kind === 'value' && mayBeOurs) return { kind: 'same' };
  }
  if (!last) return { kind: 'more' };
  return { kind: findings.some((f) => f.kind === 'unread') ? 'later' : 'unproved' };
}
