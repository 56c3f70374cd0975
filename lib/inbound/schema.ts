import { z } from 'zod';
import { writable } from '@/lib/search';

/** Registers a group that wrote, under a name of the reseller's. */
export const registerSchema = z.strictObject({
  jid: z.string().regex(/^[\d-]{5,60}@g\.us$/, 'Este grupo não existe.'),
  name: z.string().trim().min(1, 'Digite o nome do grupo.').max(80, 'Use até 80 letras.'),
});

/** Says whose an id is that hides its number. */
export const linkSchema = z.strictObject({
  lid: z.string().regex(/^\d{5,30}@lid$/, 'Esta pessoa não existe.'),
  phone: z.string().trim().min(1, 'Digite o número.').max(30, 'Use até 30 letras.'),
});

/**
 * An id that a gateway gave, without what PostgreSQL cannot keep: a refusal would be repeated for days. One of
 * nothing else names nothing.
 */
export const named = (most: number) => z.string().transform(writable).pipe(z.string().min(1).max(most));
/** The same where it may be missing. */
export const namedOr = (most: number) => z.string().transform(writable).pipe(z.string().max(most)).nullish();
