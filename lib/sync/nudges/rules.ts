import { MINUTE_MS, SECOND_MS } from '@/lib/time';

/** A name is asked for this long after it was first said: what is said about it meanwhile is the same reading. */
export const GATHER_MS = 5 * SECOND_MS;
/** Named again while it was being read: once more, and no sooner. */
export const AGAIN_MS = MINUTE_MS;
/** Clients of one server waiting to be read at most; the schedule finds the others. */
export const MOST_WAITING = 500;
/** Read and written down together. */
export const BATCH = 20;
/** While a comparison reads the server, and for a customer who would not be shown. */
export const LATER_MS = 30 * SECOND_MS;
/** A name that the panel would not show is dropped after so many readings; the schedule finds it. */
export const TRIES = 3;
/** Whoever took clients to read and is gone is followed after this long: a batch of readings takes less. */
export const TAKEN_MS = 5 * MINUTE_MS;

const MOST_NAMES = 1_000;
const MOST_PARTS = 20_000;
const LONGEST = 100;
/** Where panels put a customer's name; what stands there is looked at first. */
const NAMED = /^(user_?name|user|login|customer|client|usuario|cliente)$/i;

/**
 * The texts of a body that may name a customer, those under a telling key first: every text of a JSON of any shape
 * (JSON inside a text too), every value of a form, every word of a plain text. Whom they name is for the
 * database to say.
 */
export function namesIn(contentType: string, body: string): string[] {
  const named = new Set<string>();
  const others = new Set<string>();
  const waiting: { value: unknown; key: string }[] = [{ value: structureOf(contentType, body), key: '' }];
  for (let parts = 0; parts < MOST_PARTS; parts++) {
    const part = waiting.pop();
    if (!part) break;
    const { value, key } = part;
    const telling = NAMED.test(key);
    if (typeof value === 'object' && value !== null) {
      const inside = Array.isArray(value) ? value.map((one) => [key, one] as const) : Object.entries(value);
      for (const [name, one] of inside) waiting.push({ value: one, key: name });
    } else if (typeof value === 'number' && telling) named.add(String(value));
    else if (typeof value === 'string') {
      const within = jsonOf(value);
      if (within !== undefined) waiting.push({ value: within, key });
      else if (isName(value.trim())) (telling ? named : others).add(value.trim());
    }
  }
  return [...new Set([...named, ...others])].slice(0, MOST_NAMES);
}

const isName = (text: string): boolean => text.length > 0 && text.length <= LONGEST && !/\p{Cc}/u.test(text);

/** JSON whatever it calls itself, a form, or the words of a text. */
function structureOf(contentType: string, body: string): unknown {
  const json = jsonOf(body);
  if (json !== undefined) return json;
  if (contentType.includes('x-www-form-urlencoded'))
    return [...new URLSearchParams(body)].map(([key, value]) => ({ [key]: value }));
  return body.split(/[\s,;:=&|"'<>(){}[\]]+/).flatMap((word) => [word, word.replace(/^[.!?]+|[.!?]+$/g, '')]);
}

function jsonOf(text: string): object | undefined {
  if (!/^\s*[[{]/.test(text)) return undefined;
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? value : undefined;
  } catch {
    return undefined;
  }
}
