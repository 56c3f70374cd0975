import { describe, expect, it } from 'vitest';
import { PLACES, parsePixKey, ZONES, zoneLabel } from './rules';

describe('parsePixKey', () => {
  it.each([
    ['529.982.247-25', '52998224725'],
    ['52998224725', '52998224725'],
    ['11.222.333/0001-81', '11222333000181'],
    ['Dona@Exemplo.com', 'dona@exemplo.com'],
    ['+55 (11) 99999-9999', '+5511999999999'],
    ['+55 11 3333-4444', '+551133334444'],
    ['123E4567-E12B-12D1-A456-426655440000', '123e4567-e12b-12d1-a456-426655440000'],
  ])('reads %s as %s', (typed, key) => {
    expect(parsePixKey(typed)).toBe(key);
  });

  it.each([
    '',
    '52998224724',
    '11111111111',
    '11999999999',
    '11222333000180',
    '+5511199999999',
    '+258841234567',
    'dona@',
    'a@x.com,b@y.com',
    'abc',
    '1'.repeat(40),
  ])('refuses %j', (typed) => {
    expect(parsePixKey(typed)).toBeNull();
  });
});

it('starts each country in a zone of its own list', () => {
  for (const country of ['BR', 'MZ'] as const) {
    expect(ZONES[country][0]?.value).toBe(PLACES[country].timezone);
    for (const { value } of ZONES[country])
      expect(() => new Intl.DateTimeFormat('pt', { timeZone: value })).not.toThrow();
  }
});

it('names a zone as people do', () => {
  expect(zoneLabel('America/Sao_Paulo')).toBe('Brasília');
  expect(zoneLabel('Africa/Maputo')).toBe('Maputo');
  expect(zoneLabel('America/New_York')).toBe('New York');
  expect(zoneLabel('UTC')).toBe('UTC');
});
