import { describe, expect, test } from 'vitest';
import { namesIn } from './rules';

const json = (value: unknown) => namesIn('application/json', JSON.stringify(value));

describe('who is named', () => {
  test.each([
    ['a flat body', { event: 'renew', username: 'ana1' }],
    ['the panel’s envelope', { data: { customer: { username: 'ana1', id: 'x' } } }],
    ['many', { customers: [{ user: 'bia2' }, { login: 'ana1' }] }],
    ['a name where nobody expects it', { a: { b: [['ana1']] } }],
    ['JSON inside a text', { payload: '{"customer":{"username":"ana1"}}' }],
    ['a bare list', ['ana1']],
  ])('%s', (_, body) => expect(json(body)).toContain('ana1'));

  test('a name of digits, as a number', () => {
    expect(json({ username: 945123456, other: 12 })).toEqual(['945123456']);
  });

  test('a form, a text, JSON that calls itself a text', () => {
    expect(namesIn('application/x-www-form-urlencoded', 'evento=renovado&cliente=ana1')).toContain('ana1');
    expect(namesIn('application/x-www-form-urlencoded', 'payload=%7B%22user%22%3A%22ana1%22%7D')).toContain(
      'ana1',
    );
    expect(namesIn('text/plain', 'Cliente ana1. renovado, e bia.2!')).toEqual(
      expect.arrayContaining(['ana1', 'bia.2']),
    );
    expect(namesIn('text/plain', '{"username":"ana1"}')).toEqual(['ana1']);
    const alike = ['mauricio10', 'murilo', 'Urias22', 'tokenio', 'linko7'];
    expect(namesIn('text/plain', `Clientes renovados: ${alike.join(', ')}`)).toEqual(
      expect.arrayContaining(alike),
    );
  });
});

test('telling keys first, and no more than is worth looking up', () => {
  const crowd = Array.from({ length: 3_000 }, (_, n) => `x${n}`);
  const names = json({ crowd, customer: { username: 'ana1' } });
  expect(names).toHaveLength(1_000);
  expect(names[0]).toBe('ana1');
});

test.each([
  '',
  '   ',
  '{',
  '[[[',
  'null',
  '{"a":null,"b":true}',
  '\u0000\u0001',
  '['.repeat(30_000),
  '%%%=%%%',
])('nothing to be made of %j', (body) => {
  expect(() => namesIn('application/json', body)).not.toThrow();
  expect(() => namesIn('application/x-www-form-urlencoded', body)).not.toThrow();
});

test('a body as deep as it may be long', () => {
  const deep = `${'['.repeat(30_000)}"ana1"${']'.repeat(30_000)}`;
  expect(() => namesIn('application/json', deep)).not.toThrow();
});

test('what opens an account is never taken for a name, wherever it stands', () => {
  const secret = {
    ...{ password: 'SEGREDO1', senha_nova: 'SEGREDO2', m3uUrl: 'SEGREDO3', apiKey: 'SEGREDO4' },
    note: 'http://h.example/get.php?username=ana1&password=SEGREDO5',
    token: { value: ['SEGREDO6'] },
    old: '7|SEGREDO7SEGREDO7SEGREDO7',
  };
  expect(json({ username: 'ana1', ...secret, payload: JSON.stringify(secret) })).toEqual(['ana1']);
  const form = new URLSearchParams({ user: 'ana1', password: 'SEGREDO8', url: 'SEGREDO9' });
  expect(namesIn('application/x-www-form-urlencoded', form.toString())).toEqual(['ana1']);
  const text = `ana1 senha: SEGREDO1 token=SEGREDO2 http://h.example/SEGREDO3/SEGREDO4 Api-Key: SEGREDO5
    access_token=SEGREDO6 m3uUrl=SEGREDO7 novaSenha: SEGREDO8 userPassword=SEGREDO9 minhasenha:SEGREDO10 links: SEGREDO11`;
  expect(namesIn('text/plain', text).join()).not.toContain('SEGREDO');
  expect(namesIn('text/plain', '{"username":"ana1","password":"SEGREDO5"').join()).not.toContain('SEGREDO');
  expect(namesIn('text/plain', text)).toContain('ana1');
});

test.each(['\ud83d', 'ol\udc00a', 'a\u0000b', 'dois nomes', 'x'.repeat(65), 'a\u200bb', 'h.example/get.php'])(
  'no name: %j',
  (text) => expect(json({ username: text, user: 'ana1' })).toEqual(['ana1']),
);
