import { z } from 'zod';

const WHOLE = 'Cole o endereço completo, como https://script.google.com/macros/s/…/exec.';
const isAddress = (text: string): boolean => URL.canParse(text) && /^https?:\/\//i.test(text);

/**
 * A script's address as a person pastes it, without spaces and without what follows the path's `?` or `#`
 * removed: a deployment's query is part of what it answers to. Whether it may be called is decided at the call.
 */
export const sheetUrl = z
  .string()
  .trim()
  .min(1, 'Cole o endereço do script.')
  .max(500, 'Use até 500 letras.')
  .refine(isAddress, WHOLE)
  .transform((text) => new URL(text).href);

/** The same, where blank keeps the stored one. No union: a form would show the words of its first way. */
export const sheetUrlOrBlank = z
  .string()
  .trim()
  .max(500, 'Use até 500 letras.')
  .refine((text) => text === '' || isAddress(text), WHOLE)
  .transform((text) => text && new URL(text).href);

export type Book = 'orders' | 'payments';
