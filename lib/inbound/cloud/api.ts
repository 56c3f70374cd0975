import 'server-only';
import { reasonOfCode } from '@/lib/channels/cloud/rules';
import { writable } from '@/lib/search';
import { type Incoming, type Piece, phoneOfDigits, secondsToDate } from '../rules';
import { changeValue, cloudMessage, cloudPiece, cloudStatus, contact, delivery } from './schema';

/**
 * Takes a delivery of Meta's apart, batches included (channels.md section 7): messages by their id, statuses
 * by id and status, in whatever order they come. Null: no delivery of Meta's.
 */
export function cloudPieces(body: unknown): Piece[] | null {
  const read = delivery.safeParse(body);
  if (!read.success) return null;
  return read.data.entry
    .flatMap((entry) => entry.changes)
    .flatMap(({ field, value }) => {
      const change = field === 'messages' ? changeValue.safeParse(value) : null;
      if (!change?.success) return [];
      const { metadata, contacts, messages, statuses } = change.data;
      const common = { phoneId: metadata.phone_number_id, contacts: contacts ?? [] };
      return [
        ...(messages ?? []).flatMap((message) => messagePiece(message, common)),
        ...(statuses ?? []).flatMap((status) => statusPiece(status, common.phoneId)),
      ];
    });
}

/** Reads a kept piece; null when it holds nothing to act on. */
export function cloudIncoming(piece: unknown): Incoming | null {
  const read = cloudPiece.safeParse(piece);
  if (!read.success) return null;
  const { phoneId: instance, contacts } = read.data;
  const status = cloudStatus.safeParse(read.data.status);
  if (status.success) {
    const failed = status.data.status === 'failed';
    const code = status.data.errors?.[0]?.code;
    return {
      ...{ kind: 'status', instance, providerId: status.data.id },
      status: failed ? 'failed' : 'delivered',
      reason: failed ? (code === undefined ? 'refused' : reasonOfCode(code)) : null,
    };
  }
  const message = cloudMessage.safeParse(read.data.message);
  const text = message.success ? textOf(message.data) : null;
  if (!message.success || text === null) return null;
  const { from, group_id, timestamp } = message.data;
  const phone = phoneOfDigits(from ?? '');
  return {
    ...{ kind: 'message', instance, text, chat: group_id ?? from ?? '', group: Boolean(group_id) },
    author: { phone, lid: null, name: nameOf(contacts, from) },
    writtenAt: secondsToDate(timestamp),
  };
}

function messagePiece(part: unknown, common: { phoneId: string; contacts: unknown[] }): Piece[] {
  const message = cloudMessage.safeParse(part);
  if (!message.success || textOf(message.data) === null) return [];
  const { id, from, group_id } = message.data;
  const contacts = common.contacts.filter((one) => contact.safeParse(one).data?.wa_id === from);
  const body = JSON.stringify({ ...common, contacts, message: part });
  return [{ externalId: id, subject: group_id ?? from ?? '', body }];
}

function statusPiece(part: unknown, phoneId: string): Piece[] {
  const status = cloudStatus.safeParse(part);
  // `sent` only repeats what the send's own answer said.
  if (!status.success || !['delivered', 'read', 'failed'].includes(status.data.status)) return [];
  const { id } = status.data;
  return [
    {
      externalId: `status/${id}/${status.data.status}`,
      subject: id,
      body: JSON.stringify({ phoneId, status: part }),
    },
  ];
}

function textOf({ text, image, video, document }: ReturnType<typeof cloudMessage.parse>): string | null {
  const said = text?.body ?? image?.caption ?? video?.caption ?? document?.caption;
  return said?.trim() ? writable(said).slice(0, 4_000) : null;
}

function nameOf(contacts: unknown[], from: string | null | undefined): string | null {
  const known = contacts.map((one) => contact.safeParse(one).data).find((one) => one?.wa_id === from);
  return (
    writable(known?.profile?.name ?? '')
      .trim()
      .slice(0, 80) || null
  );
}
