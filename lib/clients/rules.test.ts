import { describe, expect, it } from 'vitest';
import { searchTerms, searchText } from '@/lib/search';
import { daysLeft, defaultExpiry, dueRange, expiryOf, readCursor, stateOf, writeCursor } from './rules';
import { clientSchema, filtersSchema } from './schema';

const SP = 'America/Sao_Paulo';
const now = new Date('2026-03-10T01:30:00Z'); // 9 March, 22:30 in São Paulo

describe('days', () => {
  it('are the reseller’s', () => {
    expect(defaultExpiry(30, now, SP)).toBe('2026-04-08');
    expect(daysLeft(new Date('2026-03-10T02:59:59Z'), now, SP)).toBe(0);
    expect(dueRange('today', now, SP)).toEqual({
      from: new Date('2026-03-09T03:00:00Z'),
      to: new Date('2026-03-10T03:00:00Z'),
    });
    expect(dueRange('overdue', now, SP)).toEqual({ from: null, to: now });
  });
  it('end with their last second, unless the day was left alone', () => {
    const before = new Date('2026-04-01T12:34:56Z');
    expect(expiryOf('2026-04-01', SP, before)).toBe(before);
    expect(expiryOf('2026-04-02', SP, before)).toEqual(new Date('2026-04-03T02:59:59Z'));
  });
  it('make a client expired, unless it is suspended', () => {
    expect(stateOf({ status: 'active', expiresAt: new Date(0) }, now)).toBe('expired');
    expect(stateOf({ status: 'suspended', expiresAt: new Date(0) }, now)).toBe('suspended');
    expect(stateOf({ status: 'active', expiresAt: now }, now)).toBe('active');
  });
});

describe('a cursor', () => {
  it('comes back as it went out, and nothing else is one', () => {
    const place = { at: now, id: '01980000-0000-7000-8000-000000000000' };
    expect(readCursor(writeCursor(place))).toEqual(place);
    for (const wrong of [undefined, '', 'x', `${writeCursor(place)}x`, `zzzzzzzzzzz.${place.id}`])
      expect(readCursor(wrong)).toBeNull();
  });
});

describe('searching', () => {
  const ana = { name: 'Ana  Conceição', username: 'Ana_01', email: null, phone: '+258845123456' };
  it('folds both sides alike', () => {
    expect(searchText(ana)).toBe('ana conceicao ana_01 258845123456');
    expect(searchTerms('  CONCEIÇÃO ana ')).toEqual(['conceicao', 'ana']);
  });
  it('reads a phone in any spelling as its digits', () => {
    for (const typed of ['84 512 3456', '845-123-456', '(84) 5123456'])
      expect(searchText(ana)).toContain(searchTerms(typed)[0]);
    expect(searchTerms('()')).toEqual([]);
  });
});

describe('the edge', () => {
  it('ignores what is wrong in the address', () => {
    expect(filtersSchema.parse({ state: 'x', due: ['3'], server: '1', q: ['a'], other: 1 })).toEqual({});
  });
  it('says what is wrong beside its field', () => {
    const wrong = clientSchema.safeParse({
      id: 'x',
      name: ' ',
      email: 'a@',
      phone: '',
      serverId: '',
      planId: '',
      username: 'a b',
      password: 'ç',
      expiresOn: '2026-02-30',
      notes: 'x'.repeat(501),
    });
    const fields = wrong.error?.issues.map((i) => i.path[0]);
    expect(new Set(fields)).toEqual(
      new Set(['id', 'name', 'email', 'serverId', 'planId', 'username', 'password', 'expiresOn', 'notes']),
    );
  });
});
