import { z } from 'zod';
import { KINDS, MOST_AT_ONCE, SIDES } from './rules';

const kind = z.enum(KINDS, 'Entrega não encontrada.');

/** The address of a view of the board; whatever is no view of ours is the whole board. */
export const boardFilters = z.object({
  kind: kind.nullable().catch(null),
  side: z
    .enum([...SIDES, 'dismissed'])
    .nullable()
    .catch(null),
  after: z.string().max(80).optional().catch(undefined),
});
export type BoardFilters = z.output<typeof boardFilters>;

/** What to set going again: rows chosen on the page, or all that a view finds. */
export const retryForm = z.union([
  z.strictObject({
    picked: z
      .array(z.strictObject({ kind, id: z.uuid('Entrega não encontrada.') }))
      .min(1, 'Escolha na lista.')
      .max(MOST_AT_ONCE, `Escolha até ${MOST_AT_ONCE} de cada vez.`),
  }),
  z.strictObject({ filter: z.strictObject({ kind: kind.nullable() }) }),
]);
