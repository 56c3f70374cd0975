import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { newId } from '@/db/ids';
import { type TestDatabase, testDatabase } from '@/db/test-database';
import type { Actor } from '@/lib/auth/rules';
import { DAY_MS } from '@/lib/time';
import { activatePackage } from '../commands';
import { extendPackage, pausePackage } from '../lifecycle/commands';
import { publicPackage } from '../public/queries';
import { rowWords } from './messages';
import { packageEvents, packageRecord, packageRows, packageSlotsOf } from './queries';
import { halvesOfRows, isUnderWay, proofsOf, rowsOf, sectionOf } from './rules';

const now = new Date('2025-11-18T08:00:00Z');
const later = (days: number) => new Date(now.getTime() + days * DAY_MS);
let t: TestDatabase;
let actor: Actor;
let other: Actor;
let id: string;

beforeAll(async () => {
  t = await testDatabase();
  [actor, other] = [
    await t.reseller({ country: 'MZ', name: 'Megas da Ana' }),
    await t.reseller({ country: 'MZ' }),
  ];
  const input = { reference: 'ABC123', number: '+258845123456', groupId: null, days: 5, startAt: now };
  const made = await t.db.transaction((tx) =>
    activatePackage(tx, actor, { ...input, sold: { mb: 2000, cents: 4400 }, tell: false }, now),
  );
  if (!made.ok) throw new Error(made.reason);
  id = made.subscription.id;
});
afterAll(() => t.drop());

describe('the record of a package', () => {
  it('is nobody else’s', async () => {
    expect(await packageRecord(actor.resellerId, id)).toMatchObject({ reference: 'ABC123', groupName: null });
    expect(await packageRecord(other.resellerId, id)).toBeNull();
    expect(await packageSlotsOf(other.resellerId, id)).toEqual([]);
    expect(await packageRows(other.resellerId, id)).toEqual([]);
    expect((await packageEvents(other.resellerId, id, null)).events).toEqual([]);
  });

  it('has its slots in order and the rows of the package itself', async () => {
    const slots = await packageSlotsOf(actor.resellerId, id);
    expect(slots.map((s) => s.reference)).toEqual([
      'ABC123D1',
      'ABC123D2',
      'ABC123D3',
      'ABC123D4',
      'ABC123D5',
    ]);
    const rows = await packageRows(actor.resellerId, id);
    expect(rows.map((r) => [r.book, r.reference, r.value, r.slotId])).toEqual([
      ['orders', 'ABC123', '2000', null],
      ['payments', 'ABC123', '44', null],
    ]);
    expect(rowWords(rows[0], 'Africa/Maputo')).toMatchObject({ label: 'Na planilha', tone: 'info' });
  });

  it('keeps everything that happened, page by page', async () => {
    for (let n = 1; n <= 35; n++) await extendPackage(actor, { id, days: 1 }, later(n / 100));
    await pausePackage(actor, { id }, later(1));
    const first = await packageEvents(actor.resellerId, id, null);
    expect([first.events.length, first.more, first.events[0]?.action]).toEqual([30, true, 'package.paused']);
    const last = first.events.at(-1);
    const rest = await packageEvents(actor.resellerId, id, last ? { at: last.at, id: last.id } : null);
    expect([rest.events.length, rest.more, rest.events.at(-1)?.action]).toEqual([
      7,
      false,
      'package.activated',
    ]);
  });
});

it('puts what moves or asks before what comes, and what is over last', () => {
  const of = (views: Parameters<typeof sectionOf>[0][]) => new Set(views.map(sectionOf));
  expect(of(['held', 'review', 'late', 'half', 'sending'])).toEqual(new Set(['now']));
  expect(of(['scheduled', 'paused'])).toEqual(new Set(['next']));
  expect(of(['delivered', 'delivered_late', 'skipped', 'cancelled'])).toEqual(new Set(['over']));
});

it('knows what sheet or phone have still to say something about', () => {
  const says = (state: string, phoneState: string | null = null) => isUnderWay({ state, phoneState });
  expect([says('queued'), says('sending'), says('done', 'pending'), says('done', 'leased')]).not.toContain(
    false,
  );
  expect([
    says('done'),
    says('done', 'confirmed'),
    says('review'),
    says('cancelled', 'pending'),
  ]).not.toContain(true);
});

it('tells the halves of a renewal apart and reads what was kept of each post', () => {
  const row = (book: 'orders' | 'payments', state: string) => ({ slotId: 's', book, state, sheet: null });
  const both = [row('payments', 'queued'), row('orders', 'done'), { ...row('orders', 'done'), slotId: null }];
  expect(halvesOfRows(rowsOf(both, 's'))).toEqual({ order: true, payment: false, phone: true });
  expect(rowsOf(both, newId())).toEqual({ order: undefined, payment: undefined });
  expect(
    proofsOf([
      { at: now.toISOString(), status: 200, said: 'Sucesso!' },
      {},
      { at: 'never', said: 7, stored: 'A|1|2' },
    ]),
  ).toEqual([
    { at: now, said: 'HTTP 200: Sucesso!' },
    { at: null, said: 'na planilha está A|1|2' },
  ]);
});

describe('the public page', () => {
  const token = async () => (await packageRecord(actor.resellerId, id))?.link.slice('/v/'.length) ?? '';

  it('shows how long a package is valid and hides the number', async () => {
    const seen = await publicPackage(await token(), later(2));
    expect(seen).toMatchObject({
      company: 'Megas da Ana',
      number: '84 ••• •456',
      typeName: '5 Dias',
      state: 'paused',
    });
    expect(JSON.stringify(seen)).not.toContain('845123456');
    expect(JSON.stringify(seen)).not.toContain('ABC123');
    expect(Object.keys(seen ?? {})).not.toContain('resellerId');
  });

  it('knows nothing of a token that is none', async () => {
    for (const none of ['', 'x', 'A'.repeat(22), `${await token()}A`, `'; drop table--`])
      expect(await publicPackage(none, now)).toBeNull();
  });
});
