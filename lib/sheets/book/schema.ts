import { z } from 'zod';
import { writable } from '@/lib/search';

const text = z
  .union([z.string(), z.number()])
  .transform((value) => writable(String(value)).slice(0, 4_000))
  .optional()
  .catch(undefined);

const references = z
  .preprocess((value) => (typeof value === 'string' ? value.split(/[\s,;]+/) : value), z.array(text))
  .transform((list) => list.flatMap((one) => (one ? [one.trim()] : [])).slice(0, 2_000))
  .catch([]);

/** What a phone or a bot asks of a book (channels.md section 2); what it says besides is not looked at. */
const ask = z.object({
  action: text,
  grupo_id: text,
  transacao: text,
  message: text,
  sender: text,
  referencia: text,
  valor: text,
  referencias: references,
  data_inicio: text,
  data_fim: text,
});
export type Ask = z.output<typeof ask>;

/**
 * Reads a request whatever Tasker calls its content: JSON, JSON as a form's one name or value, a form, or the
 * query of the address. Null when nothing can be read from it.
 */
export function readAsk(body: string, query: URLSearchParams): Ask | null {
  const said = fromText(body.trim()) ?? fromPairs(query);
  return said && ask.parse(said);
}

function fromText(body: string): Record<string, unknown> | null {
  if (body === '') return null;
  const whole = objectIn(body);
  if (whole) return whole;
  const form = new URLSearchParams(body);
  for (const [name, value] of form) {
    const inside = objectIn(name) ?? objectIn(value) ?? objectIn(`${name}=${value}`);
    if (inside) return inside;
  }
  return fromPairs(form);
}

const KNOWN = new Set(Object.keys(ask.shape));

function fromPairs(pairs: URLSearchParams): Record<string, unknown> | null {
  const found = [...pairs].filter(([name]) => KNOWN.has(name.replace('[]', '')));
  if (found.length === 0) return null;
  const lists = found.filter(([name]) => name === 'referencias[]' || name === 'referencias');
  const joined = lists.length > 0 ? { referencias: lists.map(([, value]) => value).join(',') } : {};
  return { ...Object.fromEntries(found), ...joined };
}

function objectIn(body: string): Record<string, unknown> | null {
  try {
    const value: unknown = JSON.parse(body);
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : null;
  } catch {
    return null;
  }
}
