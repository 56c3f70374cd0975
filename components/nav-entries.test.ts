import { expect, test } from 'vitest';
import { ENTRIES, isCurrent, THUMB, thumbEntries } from './nav-entries';
import { readTheme } from './theme';

test('names and addresses of the navigation are those that scripts depend on', () => {
  expect(Object.fromEntries(ENTRIES.map((e) => [e.label, e.href]))).toEqual({
    Painel: '/',
    Servidores: '/servers',
    Clientes: '/clients',
    Planos: '/plans',
    Faturas: '/invoices',
    Pacotes: '/packages',
    Entregas: '/deliveries',
    Mensagens: '/messages',
    Relatórios: '/reports',
    Configurações: '/settings',
  });
});

test('a thumb reaches four entries, whatever is sold, and the rest is all there', () => {
  for (const sells of ['accounts', 'packages'] as const) {
    const { near, rest } = thumbEntries(sells);
    expect(near.map((e) => e.href)).toEqual(THUMB[sells]);
    expect(new Set([...near, ...rest])).toEqual(new Set(ENTRIES));
    expect(rest).toHaveLength(ENTRIES.length - 4);
  }
});

test('an entry is current on its page and below it, and nowhere else', () => {
  expect(isCurrent('/clients/1', '/clients')).toBe(true);
  expect(isCurrent('/clients-old', '/clients')).toBe(false);
  expect(isCurrent('/clients', '/')).toBe(false);
  expect(isCurrent('/', '/')).toBe(true);
});

test('only the two named themes override the system', () => {
  expect([undefined, '', 'dark', 'light', 'system', 'javascript:'].map(readTheme)).toEqual([
    'system',
    'system',
    'dark',
    'light',
    'system',
    'system',
  ]);
});
