import { describe, expect, it } from 'vitest';
import { codeField, credentials, emailField, newPasswordField, sessionClaims, signInForm } from './schema';

const email = (typed: unknown) => emailField.safeParse(typed).data ?? null;

describe('e-mail (S28)', () => {
  it.each([
    ['ana@exemplo.com', 'ana@exemplo.com'],
    ['  Ana@Exemplo.COM ', 'ana@exemplo.com'],
    ['admin＠x.com', 'admin@x.com'],
    ['ａｎａ@exemplo．com', 'ana@exemplo.com'],
    ['ana+loja@exemplo.com.br', 'ana+loja@exemplo.com.br'],
  ])('reads %j as %j', (typed, read) => {
    expect(email(typed)).toBe(read);
  });

  it.each([
    'a@x.com,b@y.com',
    'a@x.com;b@y.com',
    'a@x.com b@y.com',
    'a@x.com\r\nBcc: b@y.com',
    'a@x.com\n',
    'a\u0000@x.com',
    'a@x.com＠y.com',
    'a@x.com﹐b@y.com',
    '"a b"@x.com',
    '<a@x.com>',
    'a@localhost',
    'a@',
    '@x.com',
    '',
    `${'a'.repeat(250)}@x.com`,
    null,
    {},
    ['a@x.com'],
  ])('refuses %j', (typed) => {
    expect(email(typed)).toBeNull();
  });
});

describe('passwords (S30)', () => {
  it('caps what is worked on', () => {
    const parse = (password: unknown) => credentials.safeParse({ email: 'a@x.com', password }).success;
    expect(parse('x'.repeat(128))).toBe(true);
    expect(parse('x'.repeat(129))).toBe(false);
    expect(parse('x'.repeat(1_000_000))).toBe(false);
    expect(parse('')).toBe(false);
    expect(parse(12345678)).toBe(false);
    expect(newPasswordField.safeParse('1234567').success).toBe(false);
  });
});

describe('codes and forms', () => {
  it('reads a code as apps show it', () => {
    expect(codeField.parse('123 456')).toBe('123456');
    expect(codeField.parse('１２３４５６')).toBe('123456');
    for (const wrong of ['12345', '1234567', '12345a', '', '1e5000']) {
      expect(codeField.safeParse(wrong).success, wrong).toBe(false);
    }
  });

  it('takes an empty code for none', () => {
    expect(credentials.parse({ email: 'a@x.com', password: 'p', code: '' }).code).toBeUndefined();
  });

  it('refuses a key it does not know (S19)', () => {
    const form = { email: 'a@x.com', password: 'p' };
    expect(signInForm.safeParse(form).success).toBe(true);
    expect(signInForm.safeParse({ ...form, role: 'admin' }).success).toBe(false);
    expect(
      signInForm.safeParse(JSON.parse('{"email":"a@x.com","password":"p","__proto__":{"x":1}}')).success,
    ).toBe(false);
  });

  it('believes no session claim of another shape (S16)', () => {
    const userId = '01900000-0000-7000-8000-000000000000';
    expect(sessionClaims.safeParse({ userId, sessionVersion: 1 }).success).toBe(true);
    for (const claims of [
      null,
      {},
      { userId },
      { sessionVersion: 1 },
      { userId: '', sessionVersion: 1 },
      { message: 'x' },
    ]) {
      expect(sessionClaims.safeParse(claims).success).toBe(false);
    }
  });
});
