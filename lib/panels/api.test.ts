import { expect, test } from 'vitest';
import { normalisePanelUrl, panelAdapter, panelTypes } from './api';
import { URL_WORDS } from './messages';

const local = { allowedPrivateHosts: ['127.0.0.1:4010'] };

test('the address to store is normalised, and its origin is what a token belongs to', () => {
  const read = normalisePanelUrl('sigma', 'HOST.example:8443/sigma/api', { allowedPrivateHosts: [] });
  expect(read).toEqual({
    ok: true,
    baseUrl: 'https://host.example:8443/sigma',
    origin: 'https://host.example:8443',
  });
  expect(normalisePanelUrl('sigma', 'http://127.0.0.1:4010/api', local)).toMatchObject({
    ok: true,
    baseUrl: 'http://127.0.0.1:4010',
  });
});

test.each([
  ['', URL_WORDS.empty],
  ['http://painel.example', URL_WORDS.scheme],
  ['https://u:p@painel.example', URL_WORDS.user_info],
  ['https://painel.example:5432', URL_WORDS.port],
  ['https://2130706433', URL_WORDS.private],
  ['https://localhost.', URL_WORDS.private],
  ['http://127.0.0.1:4011', URL_WORDS.scheme],
])('%j is refused with a sentence', (typed, message) => {
  expect(normalisePanelUrl('sigma', typed, local)).toEqual({ ok: false, message });
});

test('a kind of panel nobody wrote is an error, not a guess', () => {
  expect(panelTypes).toEqual([{ value: 'sigma', label: 'Sigma' }]);
  const access = { baseUrl: 'https://x.example', username: 'x', userId: null, token: 'x', timezone: 'UTC' };
  for (const type of ['none', 'constructor', ''])
    expect(() => panelAdapter(type, access, async () => null)).toThrow('No such panel');
});
