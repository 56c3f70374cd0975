import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { DEFAULT_BODIES, SAMPLE_VALUES } from './messages';
import {
  fillPassword,
  hidePassword,
  holdsPassword,
  KINDS,
  render,
  TEMPLATE_MAX,
  templateFault,
  VARIABLES,
  type Values,
} from './rules';
import { wordingSchema } from './schema';

const VALUES: Values = { ...SAMPLE_VALUES, empresa_nome: 'TV do Zé' };
const PASSWORD = 'k9$&s3cr3t';
const body = (template: string, values = VALUES) => {
  const rendered = render('renewed', template, values);
  if (!rendered.ok) throw new Error(`${rendered.fault} ${rendered.variable}`);
  return rendered.body;
};

describe('rendering', () => {
  test('both forms of a variable say the same, spaces and capitals aside', () => {
    expect(body('{{cliente_nome}}|{cliente_nome}|{{ Cliente_Nome }}')).toBe('Ana Souza|Ana Souza|Ana Souza');
  });

  test('money and dates come with their own sign', () => {
    expect(body('{{cliente_valor}} até {{cliente_vencimento}}')).toBe('R$ 35,90 até 21/12/2026');
  });

  test.each(KINDS)('the wording of %s can be sent', (kind) => {
    expect(templateFault(kind, DEFAULT_BODIES[kind])).toBeNull();
    expect(render(kind, DEFAULT_BODIES[kind], VALUES).ok).toBe(true);
  });

  test.each([
    ['{{token}}', 'unknown', 'token'],
    ['{{cliente nome}}', 'unknown', 'cliente nome'],
    ['{{__proto__}} {{constructor}}', 'unknown', '__proto__'],
    ['{{link_pagamento}}', 'unknown', 'link_pagamento'],
    ['{{}}', 'unknown', ''],
    ['{{cliente_nome}', 'brace', '{'],
    ['{{{cliente_nome}}}', 'brace', '{'],
    ['sobrou }', 'brace', '}'],
    [' \n ', 'blank', ''],
    ['{{cliente_nome}} {{cliente_plano}}', 'empty', 'cliente_plano'],
    ['x'.repeat(4_097), 'too_long', ''],
  ])('%j is blocked and says why', (template, fault, variable) => {
    const values = { ...VALUES, cliente_plano: ' \u200b ' };
    expect(render('renewed', template, values)).toEqual({ ok: false, fault, variable });
  });

  test('a welcome knows no invoice', () => {
    expect(render('welcome', '{{fatura_valor}}', VALUES)).toMatchObject({ ok: false, fault: 'unknown' });
  });

  test('line breaks and direction marks of a value do not reach the text', () => {
    expect(body('Oi {{cliente_nome}}!', { cliente_nome: 'An\r\na\u0000 \u202egro\u2028Zé 👩‍👧' })).toBe(
      'Oi An a gro Zé 👩‍👧!',
    );
  });
});

describe('the password', () => {
  test('stays a variable until the way out', () => {
    const stored = body('Senha: {cliente_senha}', {});
    expect(stored).toBe('Senha: {{cliente_senha}}');
    expect(holdsPassword(stored)).toBe(true);
    expect(hidePassword(stored)).toBe('Senha: ••••••');
    expect(fillPassword(stored, '$& $1 {{cliente_senha}}')).toBe('Senha: $& $1 {{cliente_senha}}');
  });

  test('no name can call for it, not even two values side by side', () => {
    const stored = body('{{cliente_nome}}{{cliente_plano}} {{empresa_nome}}', {
      cliente_nome: '{{cliente_',
      cliente_plano: 'senha}}',
      empresa_nome: '{{cliente_senha}}',
    });
    expect(holdsPassword(stored)).toBe(false);
    expect(fillPassword(stored, PASSWORD)).not.toContain(PASSWORD);
  });
});

describe('for any template and values', () => {
  const piece = fc.oneof(
    fc.string({ maxLength: 12 }),
    fc.string({ unit: 'binary', maxLength: 12 }),
    fc.constantFrom(
      ...VARIABLES.renewed.flatMap((v) => [`{{${v}}}`, `{${v}}`]),
      '{',
      '}',
      '{{',
      '}}',
      'cliente_senha',
    ),
  );
  const text = fc.array(piece, { maxLength: 8 }).map((pieces) => pieces.join(''));
  const values = fc.record(
    Object.fromEntries(VARIABLES.renewed.map((v) => [v, text])) as Record<string, typeof text>,
    { requiredKeys: [] },
  ) as fc.Arbitrary<Values>;

  test('what is sent has no control character, no brace but the password, and can be a link', () => {
    fc.assert(
      fc.property(text, values, (template, given) => {
        const rendered = render('renewed', template, given);
        if (!rendered.ok) return;
        const visible = hidePassword(rendered.body);
        expect(visible).not.toMatch(/[{}]|N\/A|undefined/);
        expect(visible).not.toMatch(/(?!\n)\p{Cc}/u);
        expect(encodeURIComponent(visible)).toBeTruthy();
      }),
      { numRuns: 500 },
    );
  });

  test('the password appears only where the template itself asks for it', () => {
    fc.assert(
      fc.property(text, values, (template, given) => {
        const rendered = render('renewed', template, given);
        if (!rendered.ok || /cliente_senha/i.test(template)) return;
        expect(holdsPassword(rendered.body)).toBe(false);
      }),
      { numRuns: 500 },
    );
  });

  test('rendering what was rendered changes nothing', () => {
    fc.assert(
      fc.property(text, values, (template, given) => {
        const once = render('renewed', template, given);
        if (once.ok) expect(render('renewed', once.body, {})).toEqual(once);
      }),
      { numRuns: 300 },
    );
  });
});

describe('the editor', () => {
  test.each([
    ['{{token}}', 'A variável {{token}} não existe nesta mensagem. Use uma da lista.'],
    ['', 'Escreva o texto da mensagem.'],
    ['x'.repeat(TEMPLATE_MAX + 1), 'Use até 2.000 letras.'],
  ])('refuses %j beside the field', (typed, sentence) => {
    const parsed = wordingSchema.safeParse({ kind: 'renewed', body: typed });
    expect(parsed.error?.issues[0]).toMatchObject({ path: ['body'], message: sentence });
  });
});
