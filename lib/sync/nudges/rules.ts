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
/** Where panels put a customer's name; what stands there is looked at first. */
const NAMED = /^(user_?name|user|login|customer|client|usuario|cliente)$/i;
/** Where they put what opens an account: nothing under it is looked at. */
const SECRET =
  /passw|passwd|pwd|senha|secret|segredo|token|api_?key|authoriz|cookie|m3u|playlist|epg|ur[il]|link/i;
/** The same among the words of a text, as a whole word or part of one: names may have such letters in them. */
const SECRET_WORD =
  /^(nova|sua|minha)?(pass(word|wd)?|pwd|senha|secret|segredo|token|apikey|authorization|cookie|m3u|playlist|epg|ur[il]|link)s?\d*$/i;
/**
 * A customer's name on a panel: short, one word, and no address, token or path. What is no letter anywhere (a control,
 * half a pair of surrogates) is in no name either, and the database would refuse the whole question for it.
 */
const NAME = /^[^\s\p{C}/\\|:?&=<>(){}[\]"'`,;]{1,64}$/u;

/**
 * The texts of a body that may name a customer, those under a telling key first: every text of a JSON of any shape
 * (JSON inside a text too), every value of a form, every word of a plain text. What a key or the word before calls
 * a secret is left out. Whom they name is for the database to say.
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
      for (const [name, one] of inside) if (!SECRET.test(name)) waiting.push({ value: one, key: name });
    } else if (typeof value === 'number' && telling) named.add(String(value));
    else if (typeof value === 'string') {
      const within = jsonOf(value);
      if (within !== undefined) waiting.push({ value: within, key });
      else if (NAME.test(value.trim())) (telling ? named : others).add(value.trim());
    }
  }
  return [...new Set([...named, ...others])].slice(0, MOST_NAMES);
}

/** JSON whatever it calls itself, a form, or the words of a text. */
function structureOf(contentType: string, body: string): unknown {
  const json = jsonOf(body);
  if (json !== undefined) return json;
  if (contentType.includes('x-www-form-urlencoded'))
    return [...new URLSearchParams(body)].map(([key, value]) => ({ [key]: value }));
  return wordsOf(body).flatMap((word) => [word, word.replace(/^[.!?]+|[.!?]+$/g, '')]);
}

/** The words of a text that are no address, nor call a secret, nor follow who does. */
function wordsOf(text: string): string[] {
  const plain = text.replace(/\b[a-z][a-z0-9+.-]*:\/\/[^\s"'<>]+/gi, ' ');
  const words = plain.split(/[\s,;:=&|"'<>(){}[\]]+/);
  return words.filter((word, at) => !callsSecret(word) && !callsSecret(words[at - 1] ?? ''));
}

/** Whether a word is a secret's name: `Senha`, `access_token`, `m3uUrl`, `api-key`; `murilo` and `mauricio10` are not. */
function callsSecret(word: string): boolean {
  const parts = word.replace(/(\p{Ll})(\p{Lu})/gu, '$1 $2').split(/[^\p{L}\d]+/u);
  return [parts.join(''), ...parts].some((part) => SECRET_WORD.test(part));
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
