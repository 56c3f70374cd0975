import { z } from 'zod';

/** Names one message of the outbox. */
export const messageIdSchema = z.strictObject({ id: z.uuid('Mensagem não encontrada.') });
