import { eq } from 'drizzle-orm';
import { beforeEach, describe, expect, test } from 'vitest';
import { auditEvents } from '@/db/schema/resellers';
import { ana, debtor, panel as fake, now, setStage, shop, t } from '@/db/test-stage';
import type { Actor } from '@/lib/auth/rules';
import type { FaultName, Variant } from '@/lib/panels/sigma/fake-variants';
import { updateServer } from '../commands';
import { readPanel, testConnection } from '../jobs';
import { getServer, openPanel } from '../queries';
import type { PanelInput } from '../schema';
import { keepKind } from './commands';

const ZONE = 'America/Sao_Paulo';
let bia: Actor;
let id: string;
setStage(new Date('2026-11-21T12:00:00Z'));
beforeEach(async () => {
  fake.control.set({ integration: 'on' });
  fake.control.customer({ username: 'joao' });
  bia = await t.reseller();
  id = shop.serverId;
});

const form = (panel: Partial<PanelInput> = {}) => ({
  name: 's',
  billing: 'fixed' as const,
  monthlyCents: 0,
  panelType: 'sigma',
  panel: { url: fake.url, username: 'estrela', token: null, ...panel },
});
const look = () => readPanel(ana.resellerId, id, now);
const server = () => getServer(ana.resellerId, id, now);
const kind = async () => (await server())?.panelType;
const save = (panel: Partial<PanelInput> = {}) => updateServer(ana.resellerId, ana, id, form(panel), now);
const changes = async () =>
  (await t.db.select().from(auditEvents).where(eq(auditEvents.subjectId, id)))
    .filter((event) => event.action === 'server.api_changed')
    .map((event) => event.detail);
const read = async () => {
  const panel = await openPanel(ana.resellerId, id, now);
  return panel?.adapter.readCustomer('joao');
};
const paths = () => fake.control.calls.map((call) => call.path.split('?')[0]);

describe('the API a server is spoken to by', () => {
  test('is the integration API as soon as a look shows our customers there', async () => {
    await look();
    expect(await server()).toMatchObject({ panelType: 'integration', version: 1 });
    expect(await changes()).toEqual([{ from: 'sigma', to: 'integration' }]);
    fake.control.calls = [];
    expect(await read()).toMatchObject({ kind: 'found' });
    expect(paths()).toEqual(['/api/integration/v1/customers']);
    // A second look finds nothing to change.
    await look();
    expect(await changes()).toHaveLength(1);
  });

  test.each<[string, Partial<Variant> | FaultName]>([
    ['a refusal', { integration: 'off' }],
    ['a panel without it', { integration: 'gone' }],
    ['other people’s customers', { matching: 'foreign' }],
    ['customers of nobody', { unowned: true }],
    ['a page of a website', 'login page'],
    ['a block page', 'block page'],
    ['a wait', 'rate text'],
    ['an error', 'http 500'],
    ['half a JSON', 'broken json'],
    ['a cut line', 'drop'],
  ])('stays the webhook API: %s', async (_, trouble) => {
    if (typeof trouble === 'string') fake.control.script({ on: 'list', fault: trouble });
    else fake.control.set({ ...trouble });
    expect(await look()).toMatchObject({ ok: true, panelType: 'sigma' });
    expect(await server()).toMatchObject({ panelType: 'sigma', circuit: 'closed', failuresInRow: 0 });
    expect(await changes()).toEqual([]);
  });

  test('without a customer of ours nothing is proved', async () => {
    fake.control.remove('joao');
    expect(await look()).toMatchObject({ ok: true, panelType: 'sigma' });
  });

  test('stays the integration API while a look cannot tell, and goes back when it is refused', async () => {
    await look();
    fake.control.script({ on: 'list', fault: 'http 500' });
    expect(await look()).toMatchObject({ ok: true, panelType: 'integration' });
    expect(await kind()).toBe('integration');
    fake.control.set({ integration: 'off' });
    expect(await look()).toMatchObject({ ok: true, panelType: 'sigma' });
    expect(await server()).toMatchObject({ panelType: 'sigma', version: 1 });
    expect(await changes()).toEqual([
      { from: 'sigma', to: 'integration' },
      { from: 'integration', to: 'sigma' },
    ]);
    expect(await read()).toMatchObject({ kind: 'found' });
  });

  test('goes back when the list no longer says whose its rows are', async () => {
    await look();
    fake.control.set({ unowned: true });
    expect(await read()).toMatchObject({ kind: 'unreadable', trace: { reason: 'bad_answer' } });
    await look();
    expect(await read()).toMatchObject({ kind: 'found' });
  });

  test('goes back by itself when a reading is refused, so that nothing waits for a person', async () => {
    await look();
    fake.control.set({ integration: 'gone' });
    expect(await read()).toMatchObject({ kind: 'unreadable', trace: { reason: 'wrong_path' } });
    expect(await read()).toMatchObject({ kind: 'found' });
    expect(await kind()).toBe('sigma');
  });

  test('shows its list in its turn, to the end that its pages repeat', async () => {
    for (let n = 1; n < 25; n++) fake.control.customer({ username: `u${n}` });
    await look();
    fake.control.set({ paging: 'repeat' });
    const panel = await openPanel(ana.resellerId, id, now);
    const pages = [];
    for (let page = 1; page <= 3; page++) pages.push(await panel?.adapter.listCustomers?.(page));
    const seen = pages.map((p) => p?.ok && [p.items.length, p.last]);
    expect(seen).toEqual([
      [20, false],
      [5, false],
      [5, true],
    ]);
  });

  test('is told by a test of values nobody saved', async () => {
    const { panel } = form({ token: fake.token });
    const tested = await testConnection(ana.resellerId, { panelType: 'sigma', panel }, ZONE, now);
    expect(tested).toMatchObject({ ok: true, panelType: 'integration' });
    expect(await kind()).toBe('sigma');
  });
});

describe('saving a server that speaks the integration API', () => {
  beforeEach(async () => {
    await look();
  });

  test('keeps it, with its version', async () => {
    expect(await save()).toMatchObject({ ok: true });
    expect(await server()).toMatchObject({ panelType: 'integration', version: 1 });
  });

  test('with another token asks anew, and is no leaving of the panel', async () => {
    await debtor();
    expect(await save({ token: fake.token })).toMatchObject({ ok: true });
    expect(await server()).toMatchObject({ panelType: 'sigma', version: 2 });
    const away = { ...form(), panelType: 'none', panel: null };
    expect(await updateServer(ana.resellerId, ana, id, away, now)).toMatchObject({ reason: 'panel_in_use' });
  });

  test('an answer to the login before does not choose for the new one', async () => {
    const before = await openPanel(ana.resellerId, id, now);
    await save({ token: fake.token });
    await look();
    fake.control.set({ integration: 'off' });
    await before?.adapter.readCustomer('joao');
    const late = { version: 1, from: 'integration', to: 'sigma' };
    expect(await keepKind(ana.resellerId, id, late, now)).toBe(false);
    expect(await keepKind(bia.resellerId, id, { ...late, version: 2 }, now)).toBe(false);
    expect(await kind()).toBe('integration');
  });
});
