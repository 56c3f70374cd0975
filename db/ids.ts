import { v7 } from 'uuid';

declare const brand: unique symbol;

/** Proof that a caller may see one reseller's rows. Minted only by the gates in lib/auth and by reading a row. */
export type ResellerId = string & { readonly [brand]: 'ResellerId' };

/** A time-ordered id, made on either side of the wire. */
export const newId = (): string => v7();
