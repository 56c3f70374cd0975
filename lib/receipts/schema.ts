import { z } from 'zod';
import { instantOf } from '@/lib/time';

/** An SMS as a phone forwards it. */
export type PayeeText = {
  text: string;
  /** When the phone received it, if it says so. */
  receivedAt?: Date | null;
  /** Who sent it, if the phone says so: an operator's name, or a number. */
  sender?: string | null;
};

const MOST_TEXT = 4_000;
const TEXTS = ['text', 'message', 'msg', 'body', 'sms', 'content'];
const SENDERS = ['from', 'sender', 'address'];
const TIMES = ['receivedAt', 'received_at', 'receivedStamp', 'sentStamp', 'timestamp', 'time', 'date'];

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
    sender: fields ? first(fields, SENDERS) : null,
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

function first(fields: Fields, names: string[]): string | null {
  for (const name of names) {
    const value = Object.hasOwn(fields, name) ? fields[name] : undefined;
    if (typeof value === 'string' && value.trim()) return value;
    if (typeof value === 'number') return String(value);
  }
  return null;
}

/** ISO with a zone, or seconds or milliseconds since 1970; anything else is no time. */
function timeOf(text: string | null): Date | null {
  if (!text) return null;
  if (!/^\d{10}(\d{3})?$/.test(text.trim())) return instantOf(text.trim());
  const value = Number(text);
  return new Date(text.trim().length === 10 ? value * 1000 : value);
}
