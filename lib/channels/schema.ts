import { z } from 'zod';

/** Names one message of the outbox. */
export const messageIdSchema = z.strictObject({ id: z.uuid('Mensagem não encontrada.') });

/** Names one of the two gateways. */
export const kindSchema = z.strictObject({ kind: z.enum(['evolution', 'cloud']) });
