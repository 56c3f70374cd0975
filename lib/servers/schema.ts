import { z } from 'zod';
import { parseMoney } from '@/lib/money';
import { URL_WORDS } from '@/lib/panels/messages';
import { normaliseSigmaUrl } from '@/lib/panels/sigma/rules';

/** What a server's commands take: the form, read. A null token keeps the stored one. */
export type ServerInput = {
  name: string;
  billing: 'fixed' | 'per_active';
  monthlyCents: number;
  panelType: string;
  panel: PanelInput | null;
};
export type PanelInput = { url: string; username: string; token: string | null };

const TOKEN_WANTED = 'Digite o token do painel.';

const id = z.uuid('Este servidor não existe mais.');
const text = (most: number) => z.string().max(most, `Use até ${most} letras.`);
const address = text(500).transform((typed, context) => {
  const read = normaliseSigmaUrl(typed);
  if (read.ok) return read.baseUrl;
  context.addIssue({ code: 'custom', message: URL_WORDS[read.why] });
  return z.NEVER;
});
const token = text(500).trim();

const plain = {
  id: id.optional(),
  name: text(80).trim().min(1, 'Dê um nome ao servidor.'),
  billing: z.enum(['fixed', 'per_active'], 'Escolha como o servidor cobra.'),
  monthly: text(30)
    .trim()
    .refine((typed) => typed === '' || parseMoney(typed) !== null, 'Escreva um valor, como 35,90.')
    .transform((typed) => parseMoney(typed) ?? 0),
};
const login = {
  panelUrl: address,
  panelUser: text(120).trim().min(1, 'Diga o usuário da sua revenda no painel.'),
  token,
};
const noLogin = { panelUrl: text(500), panelUser: text(120), token };
const sigma = z.literal('sigma', 'Escolha o tipo de painel.');

/** A blank token on a server that exists means: keep the stored one. */
const tokenNow = {
  path: ['token'],
  error: TOKEN_WANTED,
  // Said together with the other fields' sentences, not after them.
  when: () => true,
};
const hasToken = (form: { id?: unknown; token?: unknown; panelType?: unknown }) =>
  form.panelType === 'none' ||
  Boolean(form.id) ||
  (typeof form.token === 'string' && form.token.trim() !== '');

/** The server's form: texts as typed in, a `ServerInput` out. */
export const serverSchema = z
  .discriminatedUnion(
    'panelType',
    [
      z.strictObject({ ...plain, ...noLogin, panelType: z.literal('none') }),
      z.strictObject({ ...plain, ...login, panelType: sigma }),
    ],
    'Escolha o tipo de painel.',
  )
  .refine(hasToken, tokenNow)
  .transform(({ id, name, billing, monthly, ...form }): ServerInput & { id?: string } => ({
    id,
    name,
    billing,
    monthlyCents: monthly,
    panelType: form.panelType,
    panel: form.panelType === 'none' ? null : panelOf(form),
  }));
export type ServerForm = z.input<typeof serverSchema>;

/** A test of values not saved yet. */
export const connectionSchema = z
  .strictObject({ id: id.optional(), panelType: sigma, ...login })
  .refine(hasToken, tokenNow)
  .transform(({ id, panelType, ...form }) => ({ id, panelType, panel: panelOf(form) }));

/** The wizard of a panel that moved: the token is always typed again. */
export const moveSchema = z.strictObject({ id, panelUrl: address, token: token.min(1, TOKEN_WANTED) });

export const serverIdSchema = z.strictObject({ id });

const panelOf = (form: { panelUrl: string; panelUser: string; token: string }): PanelInput => ({
  url: form.panelUrl,
  username: form.panelUser,
  token: form.token || null,
});
