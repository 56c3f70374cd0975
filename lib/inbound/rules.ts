import type { ChannelReason } from '@/lib/channels/rules';
import { DAY_MS, MINUTE_MS, SECOND_MS } from '@/lib/time';

/** One thing a gateway told us, still as it came: kept, answered, and read later. */
export type Piece = {
  /** With the reseller it is what there is one of, however often it is delivered. */
  externalId: string;
  /** The conversation of a message, the gateway's id of a status. */
  subject: string;
  body: string;
};

/** Who wrote: WhatsApp shows the number, or only an id of its own (`…@lid`), from which no number can be made. */
export type Author = { phone: string | null; lid: string | null; name: string | null };

export type Incoming =
  | {
      kind: 'message';
      /** The gateway's own name of the number that heard it: an instance, or Meta's phone number id. */
      instance: string;
      /** A group's id, or the id of a private conversation. */
      chat: string;
      group: boolean;
      author: Author;
      text: string;
      writtenAt: Date | null;
    }
  | {
      kind: 'status';
      instance: string;
      /** The message of ours it is about. */
      providerId: string;
      status: 'delivered' | 'failed';
      reason: ChannelReason | null;
    };

/** A WhatsApp group's id. */
export const isGroup = (jid: string): boolean => /^[\d-]{5,60}@g\.us$/.test(jid);

/**
 * The number of a WhatsApp id, E.164; null for any other id, above all a `@lid`. A Brazilian mobile whose extra
 * nine WhatsApp leaves out gets it back.
 */
export function phoneOfJid(jid: string | null | undefined): string | null {
  const digits = /^(\d{8,15})(?::\d+)?@s\.whatsapp\.net$/.exec(jid ?? '')?.[1];
  return digits ? phoneOfDigits(digits) : null;
}

/** The same of a `wa_id`, which is only digits. */
export const phoneOfDigits = (digits: string): string | null =>
  /^\d{8,15}$/.test(digits) ? `+${digits.replace(/^(55\d\d)([6-9]\d{7})$/, '$19$2')}` : null;

/** A `@lid` without the device behind it; null for any other id. */
export function lidOf(jid: string | null | undefined): string | null {
  const digits = /^(\d{5,30})(?::\d+)?@lid$/.exec(jid ?? '')?.[1];
  return digits ? `${digits}@lid` : null;
}

/** Seconds since 1970 as a number, a text or the two halves of one; null for anything else. */
export function secondsToDate(seconds: unknown): Date | null {
  const low = typeof seconds === 'object' && seconds !== null && 'low' in seconds ? seconds.low : seconds;
  const n = typeof low === 'string' && /^\d{9,11}$/.test(low) ? Number(low) : low;
  return typeof n === 'number' && n > 1e9 && n < 1e11 ? new Date(n * SECOND_MS) : null;
}

/** The hour a command counts from: when it was written, unless that is more than a day ago or still to come. */
export const countsFrom = (writtenAt: Date | null, now: Date): Date =>
  writtenAt && writtenAt <= now && now.getTime() - writtenAt.getTime() < DAY_MS ? writtenAt : now;

/** As many answers to mere questions as one author gets, in so many seconds. */
export const ANSWERS = { points: 6, seconds: 60 };
/** An admin serves customers: many more, and still no end without a limit. */
export const ADMIN_ANSWERS = { points: 60, seconds: 60 };

/** A message that could not be worked on is tried again, six times in half an hour. */
export const MOST_FAILURES = 6;
export const retryAt = (failures: number, now: Date): Date =>
  new Date(now.getTime() + 30 * SECOND_MS * 2 ** (failures - 1));
/** A status may come before the answer to the very send it is about: it is looked for once more. */
export const STATUS_AGAIN_MS = MINUTE_MS;
/** A gateway repeats for seven days, and a replay must find its first telling (fault F52). */
export const KEEP_MS = 40 * DAY_MS;
