import { z } from 'zod';
import { named, namedOr } from '../schema';

const jid = namedOr(120);

/** One message of `messages.upsert`, or what became of one (`messages.update`); what is not read passes by. */
export const upsertData = z.object({
  key: z.object({
    id: named(200),
    remoteJid: named(120),
    fromMe: z.boolean().nullish(),
    remoteJidAlt: jid,
    participant: jid,
    participantAlt: jid,
    participantPn: jid,
    participantLid: jid,
    senderPn: jid,
    senderLid: jid,
  }),
  pushName: z.string().nullish(),
  message: z.record(z.string(), z.unknown()).nullish(),
  messageTimestamp: z.unknown().optional(),
});
export type UpsertData = z.output<typeof upsertData>;

export const updateData = z.object({
  keyId: named(200),
  status: z.string().max(40),
});

export const envelope = z.object({
  event: z.string().max(60),
  instance: z.string().max(120),
  data: z.unknown().optional(),
});
