import { describe, expect, it } from 'vitest';
import { daysLeft, parseCommand, type Rights, refusalOf } from './rules';

describe('parseCommand', () => {
  it.each([
    '.pacote 5 ABC123 845123456',
    '.PACOTE 5 ABC123 845123456',
    '  .Pacote\u00a0 5\t ABC123\n845123456  ',
    '．ｐａｃｏｔｅ ５ ＡＢＣ１２３ ８４５１２３４５６',
    '\u200e.pacote\u2060 5 ABC123 845123456\u200f',
  ])('reads %j', (text) => {
    expect(parseCommand(text)).toEqual({
      ok: true,
      command: { name: 'pacote', days: 5, reference: 'ABC123', number: '845123456' },
    });
  });

  it.each([
    ['.validade 84 512 3456', { name: 'validade', number: '845123456' }],
    ['.validade +258 84 512 3456', { name: 'validade', number: '+258845123456' }],
    ['.pacote 5 1234 84 512 3456', { name: 'pacote', days: 5, reference: '1234', number: '845123456' }],
    [
      '.cancelar_pacote 84 512 3456 1234',
      { name: 'cancelar_pacote', number: '845123456', reference: '1234' },
    ],
  ])('reads the digits of %j as one number', (text, command) => {
    expect(parseCommand(text)).toEqual({ ok: true, command });
  });

  it('takes the references of M-Pesa and e-Mola in any case', () => {
    for (const reference of ['dfa1bcde2fg', 'PP260101.0930.A12345', 'a_1-b'])
      expect(parseCommand(`.cancelar_pacote 845123456 ${reference}`)).toMatchObject({
        command: { reference },
      });
  });

  it.each([
    'bom dia',
    '',
    '.',
    '...',
    '.foo 1',
    '. pacote 5 ABC123 845123456',
    'pacote 5 ABC123 845123456',
    'o comando .validade 845123456',
    '.pacotes',
    '.validade845123456',
    '.constructor',
    '.__proto__',
  ])('is silent about %j', (text) => {
    expect(parseCommand(text)).toBeNull();
  });

  it.each([
    ['.pacote', 'pacote'],
    ['.pacote 5 ABC123', 'pacote'],
    ['.pacote 5 ABC123 845123456 mais', 'pacote'],
    ['.pacote cinco ABC123 845123456', 'pacote'],
    ['.pacote 5 A|B 845123456', 'pacote'],
    ['.pacote 5 AB 845123456', 'pacote'],
    ['.validade', 'validade'],
    ['.validade 845123456 ABC123', 'validade'],
    ['.pacote 5 ABC123 845123456 12 x', 'pacote'],
    ['.cancelar_pacote 84 x12 3456 ABC123', 'cancelar_pacote'],
    ['.cancelar_pacote', 'cancelar_pacote'],
    ['.pacotes_ativos agora', 'pacotes_ativos'],
    ['.cancelar_pacote 845123456', 'cancelar_pacote'],
  ])('finds %j written wrong', (text, name) => {
    expect(parseCommand(text)).toEqual({ ok: false, name, reason: 'usage' });
  });

  it.each([
    '.validade 12345678',
    '.validade 845123456 847654321',
    '.pacote 5 ABC123 845123456 12345',
    '.validade abc',
    '.validade 84512345612345',
    '.pacote 5 ABC123 84x123456',
  ])('finds the number of %j wrong', (text) => {
    expect(parseCommand(text)).toMatchObject({ ok: false, reason: 'number' });
  });
});

describe('refusalOf', () => {
  const who = (rights: Partial<Rights>): Rights => ({
    ...{ phone: '+258845123456', groupId: 'g', admin: false, global: false },
    ...rights,
  });
  it('leaves the group’s commands to its admins, all groups to the admin of all', () => {
    expect(refusalOf('pacote', who({}))).toBe('group_admin');
    expect(refusalOf('pacote', who({ admin: true }))).toBeNull();
    expect(refusalOf('pacote', who({ admin: true, groupId: null }))).toBe('in_group');
    expect(refusalOf('pacotes_ativos', who({}))).toBe('group_admin');
    expect(refusalOf('pacotes_ativos', who({ global: true, groupId: null }))).toBe('in_group');
    expect(refusalOf('pacotes_stats', who({}))).toBe('group_admin');
    expect(refusalOf('pacotes_todos', who({ admin: true }))).toBe('global_admin');
    expect(refusalOf('pacotes_todos', who({ global: true, groupId: null }))).toBeNull();
    expect(refusalOf('validade', who({ phone: null }))).toBeNull();
  });
});

it('counts days as renewals do: as many as are left on time', () => {
  const expiresAt = new Date('2025-11-23T08:00:00Z');
  const from = (iso: string) => daysLeft(expiresAt, new Date(iso));
  expect(from('2025-11-18T08:00:00Z')).toBe(5);
  expect(from('2025-11-20T06:00:00Z')).toBe(3);
  expect(from('2025-11-21T05:59:59Z')).toBe(3);
  expect(from('2025-11-21T06:00:01Z')).toBe(2);
  expect(from('2025-11-23T07:00:00Z')).toBe(0);
  expect(from('2025-11-30T07:00:00Z')).toBe(0);
});
