import { z } from 'zod';
import { instantOf } from '@/lib/time';
import { isOperatorSender } from './taking/rules';

/** An SMS as a phone forwards it. */
export type PayeeText = {
  text: string;
  /** When the phone received it, if it says so. */
  receivedAt?: Date | null;
  /** Who sent it, if the phone says so: an operator's name, a contact's, or a number. */
  sender?: string | null;
};

const MOST_TEXT = 4_000;
const TEXTS = ['text', 'message', 'msg', 'body', 'sms', 'content'];
const SENDERS = [
  'from',
  'sender',
  'address',
  'fromname',
  'sendername',
  'contact',
  'contactname',
  'originator',
];
const TIMES = ['receivedat', 'receivedstamp', 'sentstamp', 'timestamp', 'time', 'date'];

/**
 * The bodies that forwarding apps send: JSON or form fields under the names they are fond of, or the bare
 * text. Null when there is no text in it.
 */
export function readForwarded(contentType: string, body: string): PayeeText | null {
  const fields = fieldsOf(contentType, body);
  const text = fields ? first(fields, TEXTS) : body;
  if (!text?.trim() || text.length > MOST_TEXT) return null;
  return {
    text: text.trim(),
    receivedAt: timeOf(fields ? first(fields, TIMES) : null),
    sender: fields ? senderOf(all(fields, SENDERS)) : null,
  };
}

type Fields = Record<string, unknown>;

function fieldsOf(contentType: string, body: string): Fields | null {
  if (/^\s*\{/.test(body)) {
    try {
      return z.record(z.string(), z.unknown()).parse(JSON.parse(body));
    } catch {
      // A text that begins with a brace.
      return null;
    }
  }
  if (!contentType.includes('x-www-form-urlencoded')) return null;
  const form = Object.fromEntries(new URLSearchParams(body));
  return first(form, TEXTS) ? form : null;
}

const first = (fields: Fields, names: string[]): string | null => all(fields, names)[0] ?? null;

/** The texts under any of these names, in their order; capitals, dashes and underscores do not matter. */
const all = (fields: Fields, names: string[]): string[] =>
  names.flatMap((name) =>
    Object.entries(fields).flatMap(([key, value]) => {
      if (key.toLowerCase().replace(/[_-]/g, '') !== name) return [];
      const text = typeof value === 'number' ? String(value) : value;
      return typeof text === 'string' && text.trim() ? [text] : [];
    }),
  );

/** Where several fields say who sent it, one that names no operator counts. */
const senderOf = (senders: string[]): string | null =>
  senders.find((sender) => !isOperatorSender(sender)) ?? senders[0] ?? null;

/** ISO with a zone, or seconds or milliseconds since 1970; anything else is no time. */
function timeOf(text: string | null): Date | null {
  if (!text) return null;
  if (!/^\d{10}(\d{3})?$/.test(text.trim())) return instantOf(text.trim());
  const value = Number(text);
  return new Date(text.trim().length === 10 ? value * 1000 : value);
}
