import { expect, test } from 'vitest';
import { ENTRIES, isCurrent, THUMB } from './nav-entries';
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

test('a thumb reaches four entries, all of them real, whatever is sold', () => {
  for (const thumb of Object.values(THUMB)) expect(ENTRIES.filter((e) => thumb.has(e.href))).toHaveLength(4);
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
