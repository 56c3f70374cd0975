import { z } from 'zod';
import { isPlausibleDay } from '@/lib/time';
import { DUES, STATES } from './rules';

const LETTER = '[A-Za-z0-9@._-]';
const CREDENTIAL = new RegExp(`^${LETTER}*$`);
/** A username that a client may have; its source reads the same in PostgreSQL. */
export const USERNAME = new RegExp(`^${LETTER}{1,40}$`);
const id = (sentence: string) => z.uuid({ error: sentence });

/** The fields of a client's form, as typed. Blank username and password are generated; a blank expiry is the plan's. */
export const clientSchema = z.strictObject({
  /** Made in the browser, so that a form sent twice makes one client. */
  id: id('Recarregue a página e tente de novo.'),
  name: z.string().trim().min(1, 'Escreva o nome do cliente.').max(120, 'Use até 120 letras.'),
  email: z
    .string()
    .trim()
    .max(160, 'Use até 160 letras.')
    .refine((v) => v === '' || z.email().safeParse(v).success, 'Este e-mail não parece completo.'),
  phone: z.string().trim().max(30, 'Use até 30 letras.'),
  serverId: id('Escolha o servidor.'),
  planId: id('Escolha o plano.'),
  username: z
    .string()
    .trim()
    .max(40, 'Use até 40 letras.')
    .regex(CREDENTIAL, 'Use só letras sem acento, números e . - @ _'),
  password: z
    .string()
    .trim()
    .max(40, 'Use até 40 letras.')
    .regex(CREDENTIAL, 'Use só letras sem acento, números e . - @ _'),
  expiresOn: z
    .string()
    .trim()
    .max(10, 'Escolha uma data.')
    .refine((v) => v === '' || isPlausibleDay(v), 'Escolha uma data válida.'),
  notes: z.string().trim().max(500, 'Use até 500 letras.'),
});

export type ClientFields = z.output<typeof clientSchema>;

export const clientIdSchema = z.strictObject({ id: id('Cliente não encontrado.') });

export const retrySchema = z.strictObject({
  id: id('Cliente não encontrado.'),
  taskId: id('Entrega não encontrada.'),
});

export const statusSchema = z.strictObject({
  id: id('Cliente não encontrado.'),
  status: z.enum(['active', 'suspended'], { error: 'Escolha ativo ou suspenso.' }),
});

const text = (max: number) => z.string().trim().max(max).optional().catch(undefined);

/** The list's filters from the address bar: what is wrong there is ignored, never an error. */
export const filtersSchema = z.object({
  q: text(100),
  server: z.uuid().optional().catch(undefined),
  plan: z.uuid().optional().catch(undefined),
  state: z.enum(STATES).optional().catch(undefined),
  due: z.enum(DUES).optional().catch(undefined),
  after: text(60),
  before: text(60),
});

export type Filters = z.output<typeof filtersSchema>;

/** The same filters as bulk work takes them: here nothing is ignored, or it would reach other clients. */
export const choiceSchema = z.union([
  z.strictObject({
    ids: z
      .array(id('Cliente não encontrado.'))
      .min(1, 'Escolha pelo menos um cliente.')
      .max(200, 'Escolha até 200 clientes por vez.'),
  }),
  z.strictObject({
    filters: z.strictObject({
      q: z.string().max(100).optional(),
      server: z.uuid().optional(),
      plan: z.uuid().optional(),
      state: z.enum(STATES).optional(),
      due: z.enum(DUES).optional(),
    }),
  }),
]);
