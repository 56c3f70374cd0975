import { z } from 'zod';
import { named, namedOr } from '../schema';

/** A delivery of Meta's: entries of changes; what is not read passes by. */
export const delivery = z.object({
  object: z.literal('whatsapp_business_account'),
  entry: z.array(
    z.object({ changes: z.array(z.object({ field: z.string(), value: z.unknown().optional() })) }),
  ),
});

export const changeValue = z.object({
  metadata: z.object({ phone_number_id: z.string().max(40) }),
  contacts: z.array(z.unknown()).nullish(),
  messages: z.array(z.unknown()).nullish(),
  statuses: z.array(z.unknown()).nullish(),
});

const caption = z.object({ caption: z.string().nullish() }).nullish();

export const cloudMessage = z.object({
  id: named(200),
  from: namedOr(40),
  group_id: namedOr(120),
  timestamp: z.unknown().optional(),
  text: z.object({ body: z.string() }).nullish(),
  image: caption,
  video: caption,
  document: caption,
});

export const cloudStatus = z.object({
  id: named(200),
  status: z.string().max(20),
  errors: z.array(z.object({ code: z.number() })).nullish(),
});

export const contact = z.object({
  wa_id: namedOr(40),
  profile: z.object({ name: z.string().nullish() }).nullish(),
});

/** One message or status on its own, as it is kept. */
export const cloudPiece = z.object({
  phoneId: z.string(),
  contacts: z.array(z.unknown()).default([]),
  message: z.unknown().optional(),
  status: z.unknown().optional(),
});
