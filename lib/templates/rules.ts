/** The kinds of message that have a wording. */
export const KINDS = ['renewed', 'welcome', 'custom'] as const;
export type Kind = (typeof KINDS)[number];

const CLIENT = [
  'cliente_nome',
  'cliente_usuario',
  'cliente_senha',
  'cliente_servidor',
  'cliente_plano',
  'cliente_vencimento',
  'cliente_valor',
] as const;
const INVOICE = ['fatura_valor', 'fatura_vencimento'] as const;

export type Variable = (typeof CLIENT)[number] | (typeof INVOICE)[number] | 'empresa_nome';
export type Values = Partial<Record<Variable, string>>;

/** What each kind can say: an invoice is known only where one was paid. */
export const VARIABLES: Record<Kind, readonly Variable[]> = {
  renewed: [...CLIENT, ...INVOICE, 'empresa_nome'],
  welcome: [...CLIENT, 'empresa_nome'],
  custom: [...CLIENT, 'empresa_nome'],
};

export const TEMPLATE_MAX = 2_000;
/** WhatsApp's own limit for a text. */
const MESSAGE_MAX = 4_096;

export type TemplateFault = 'blank' | 'brace' | 'unknown' | 'empty' | 'too_long';
export type Rendered = { ok: true; body: string } | { ok: false; fault: TemplateFault; variable: string };

/**
 * Fills a wording in one pass: a value is never read as a template. `{{x}}` and `{x}` are the same
 * (ux.md section 5). A variable that is unknown for the kind or empty blocks the message: a client never
 * reads "N/A". The password stays `{{cliente_senha}}`: see `fillPassword`.
 */
export function render(kind: Kind, template: string, values: Values): Rendered {
  let blocked: Rendered | undefined;
  const block = (fault: TemplateFault, variable = '') => {
    blocked ??= { ok: false, fault, variable: variable.slice(0, 40) };
    return '';
  };
  const body = cleanText(template)
    .replace(TOKEN, (token, double?: string, single?: string) => {
      const name = (double ?? single)?.trim().toLowerCase();
      if (name === undefined) return block('brace', token);
      if (!isVariable(kind, name)) return block('unknown', name);
      if (name === 'cliente_senha') return PASSWORD_MARK;
      return cleanValue(values[name] ?? '') || block('empty', name);
    })
    .trim();
  if (blocked) return blocked;
  if (!body) return { ok: false, fault: 'blank', variable: '' };
  return body.length > MESSAGE_MAX ? { ok: false, fault: 'too_long', variable: '' } : { ok: true, body };
}

/** What is wrong with a wording whatever the client; null when nothing is. */
export function templateFault(kind: Kind, template: string): Extract<Rendered, { ok: false }> | null {
  const sample = Object.fromEntries(VARIABLES[kind].map((name) => [name, 'x']));
  const rendered = render(kind, template, sample);
  return rendered.ok ? null : rendered;
}

/** Whether a stored text still waits for the client's password. */
export const holdsPassword = (body: string): boolean => body.includes(PASSWORD_MARK);

/** Puts the password in on the way out; what this returns is never stored. */
export const fillPassword = (body: string, password: string): string =>
  body.replaceAll(PASSWORD_MARK, () => password.replace(/[\p{Cc}\p{Cs}]/gu, ''));

/** For eyes that may not see the password. */
export const hidePassword = (body: string): string => body.replaceAll(PASSWORD_MARK, '••••••');

const PASSWORD_MARK = '{{cliente_senha}}';
const TOKEN = /\{\{([^{}]*)\}\}|\{([^{}]*)\}|[{}]/g;

const isVariable = (kind: Kind, name: string): name is Variable =>
  (VARIABLES[kind] as readonly string[]).includes(name);

// Direction marks can make a client's name read backwards; lone surrogates break the wa.me link.
const INVISIBLE = /[\u200b\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]|\p{Cs}/gu;

const cleanText = (text: string): string =>
  text
    .replace(/\r\n?/g, '\n')
    .replace(/(?!\n)\p{Cc}/gu, ' ')
    .replace(INVISIBLE, '');

// Braces become parentheses, so that no two values together can spell the password's mark.
const cleanValue = (value: string): string =>
  value
    .replace(INVISIBLE, '')
    .replace(/[\p{Cc}\p{Zl}\p{Zp} ]+/gu, ' ')
    .replaceAll('{', '(')
    .replaceAll('}', ')')
    .trim();
