import { z } from 'zod';
import { FIELDS } from './rules';

const uuid = (sentence: string) => z.uuid({ error: sentence });
const batchId = uuid('Esta importação não existe mais.');

export const importIdSchema = z.strictObject({ id: batchId });

/** What each column is and where the clients go; a blank column is left out. */
export const mappingSchema = z
  .strictObject({
    id: batchId,
    fields: z.array(z.enum(['', ...FIELDS], { error: 'Escolha o que é esta coluna.' })).max(60),
    serverId: uuid('Escolha o servidor.'),
    planId: z.union([z.literal(''), z.uuid()], { error: 'Escolha um plano deste servidor.' }),
    existing: z.enum(['update', 'skip'], { error: 'Escolha o que fazer com quem já existe.' }),
    onPanel: z.boolean({ error: 'Marque ou desmarque.' }),
  })
  .superRefine(({ fields, planId }, context) => {
    fields.forEach((field, at) => {
      if (field && fields.indexOf(field) < at)
        context.addIssue({ code: 'custom', path: ['fields', at], message: 'Outra coluna já é isto.' });
    });
    if (!fields.includes('username')) {
      const message = 'Diga qual coluna é o usuário: é por ele que reconhecemos quem já existe.';
      context.addIssue({ code: 'custom', path: ['fields', 0], message });
    }
    if (!planId && !fields.includes('plan'))
      context.addIssue({ code: 'custom', path: ['planId'], message: 'Escolha um plano.' });
  });

const n = z.int({ error: 'Esta linha não existe.' }).min(2).max(2_000_000);

/** New texts for a row's cells, by field. */
export const fixSchema = z.strictObject({
  id: batchId,
  n,
  cells: z.partialRecord(z.enum(FIELDS), z.string().trim().max(500, 'Use até 500 letras.')),
});

export const skipSchema = z.strictObject({ id: batchId, n, skip: z.boolean() });

/** The plan each unknown name of the plan column means. */
export const planNamesSchema = z.strictObject({
  id: batchId,
  names: z
    .array(z.strictObject({ name: z.string().max(500), planId: z.union([z.literal(''), z.uuid()]) }))
    .max(50),
});

export const emptySchema = z.strictObject({ id: batchId, field: z.enum(['phone', 'email', 'notes']) });

const views = ['all', 'new', 'update', 'known', 'error', 'twice', 'skip', 'left', 'kept'] as const;
export type View = (typeof views)[number];

/** What the address bar asks of a batch's page; nonsense is ignored. */
export const viewSchema = z.object({
  show: z.enum(views).optional().catch(undefined),
  columns: z.literal('1').optional().catch(undefined),
  after: z.coerce.number().int().min(0).max(2_000_000).optional().catch(undefined),
});
