import 'server-only';
import { writable } from '@/lib/search';
import { type Incoming, isGroup, lidOf, type Piece, phoneOfJid, secondsToDate } from '../rules';
import { envelope, type UpsertData, updateData, upsertData } from './schema';

/**
 * Takes a delivery of Evolution's webhook apart (channels.md section 6). Only what may need an answer is kept:
 * texts written by others, and what became of our own. Null: no delivery of Evolution's.
 */
export function evolutionPieces(delivery: unknown): Piece[] | null {
  const read = envelope.safeParse(delivery);
  if (!read.success) return null;
  const { event, instance, data } = read.data;
  const kind = event.toLowerCase().replace('_', '.');
  const parts = Array.isArray(data) ? data : [data];
  const one = (part: unknown) => JSON.stringify({ event: kind, instance, data: part });
  if (kind === 'messages.upsert')
    return parts.flatMap((part) => {
      const message = upsertData.safeParse(part);
      if (!message.success || message.data.key.fromMe || textOf(message.data) === null) return [];
      const { id, remoteJid } = message.data.key;
      return isConversation(remoteJid) ? [{ externalId: id, subject: remoteJid, body: one(part) }] : [];
    });
  if (kind === 'messages.update')
    return parts.flatMap((part) => {
      const update = updateData.safeParse(part);
      if (!update.success || !ARRIVED.includes(update.data.status)) return [];
      const { keyId } = update.data;
      return [{ externalId: `status/${keyId}/delivered`, subject: keyId, body: one(part) }];
    });
  return [];
}

/** Reads a kept piece; null when it holds nothing to act on. */
export function evolutionIncoming(piece: unknown): Incoming | null {
  const read = envelope.safeParse(piece);
  if (!read.success) return null;
  const { event, instance, data } = read.data;
  if (event === 'messages.update') {
    const update = updateData.safeParse(data);
    return update.success
      ? { kind: 'status', instance, providerId: update.data.keyId, status: 'delivered', reason: null }
      : null;
  }
  const message = upsertData.safeParse(data);
  const text = message.success ? textOf(message.data) : null;
  if (!message.success || text === null) return null;
  const { key, messageTimestamp } = message.data;
  return {
    ...{ kind: 'message', instance, text, chat: key.remoteJid, group: isGroup(key.remoteJid) },
    author: authorOf(message.data),
    writtenAt: secondsToDate(messageTimestamp),
  };
}

const ARRIVED = ['DELIVERY_ACK', 'READ', 'PLAYED'];

const isConversation = (jid: string): boolean =>
  isGroup(jid) || phoneOfJid(jid) !== null || lidOf(jid) !== null;

/** The author's number wherever the gateway put it; the id of the conversation is the author's only in private. */
function authorOf({ key, pushName }: UpsertData) {
  const ids = [
    ...[key.participantAlt, key.participantPn, key.senderPn, key.participant],
    ...[key.senderLid, key.participantLid],
    ...(isGroup(key.remoteJid) ? [] : [key.remoteJid, key.remoteJidAlt]),
  ];
  return {
    phone: first(ids.map(phoneOfJid)),
    lid: first(ids.map(lidOf)),
    name:
      writable(pushName ?? '')
        .trim()
        .slice(0, 80) || null,
  };
}

/** What was written: a text or a caption. An edit, a reaction or a quoted text is none. */
function textOf({ message }: UpsertData): string | null {
  let found = message ?? {};
  for (const wrapper of WRAPPERS) {
    const inner = child(found[wrapper], 'message');
    if (inner) found = inner;
  }
  const text =
    found.conversation ??
    child(found, 'extendedTextMessage')?.text ??
    CAPTIONED.map((kind) => child(found, kind)?.caption).find((caption) => typeof caption === 'string');
  return typeof text === 'string' && text.trim() ? writable(text).slice(0, 4_000) : null;
}

const WRAPPERS = ['ephemeralMessage', 'viewOnceMessage', 'viewOnceMessageV2', 'documentWithCaptionMessage'];
const CAPTIONED = ['imageMessage', 'videoMessage', 'documentMessage'];

function child(value: unknown, name: string): Record<string, unknown> | null {
  const inner =
    typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[name] : undefined;
  return typeof inner === 'object' && inner !== null ? (inner as Record<string, unknown>) : null;
}

const first = (values: (string | null)[]): string | null => values.find((value) => value !== null) ?? null;
