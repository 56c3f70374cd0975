import { z } from 'zod';

/**
 * A script's address as a person pastes it, without spaces and without what follows the path's `?` or `#`
 * removed: a deployment's query is part of what it answers to. Whether it may be called is decided at the call.
 */
export const sheetUrl = z
  .string()
  .trim()
  .min(1, 'Cole o endereço do script.')
  .max(500, 'Use até 500 letras.')
  .refine((text) => URL.canParse(text) && /^https?:\/\//i.test(text), {
    error: 'Cole o endereço completo, como https://script.google.com/macros/s/…/exec.',
  })
  .transform((text) => new URL(text).href);

export type Book = 'orders' | 'payments';
