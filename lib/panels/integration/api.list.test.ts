import { describe, expect, test } from 'vitest';
import type { CustomerPage, PanelAdapter } from '@/lib/panels/rules';
import type { FaultName, Variant } from '@/lib/panels/sigma/fake-variants';
import { DUE, fill, logIn, openFake } from './fake-login';

const fake = await openFake();

const page = async (panel: PanelAdapter, number: number): Promise<CustomerPage> => {
  const read = await panel.listCustomers?.(number);
  if (!read) throw new Error('no list');
  return read;
};
/** Every page until the one that says it is the last. */
async function all(most = 30) {
  const memory = { ids: new Map(), seen: new Map() };
  const names: string[] = [];
  for (let number = 1; number <= most; number++) {
    // One call each, as the pace lets them out; what they have seen is the chain's.
    const read = await page(logIn(fake, {}, { memory }), number);
    if (!read.ok) throw new Error(read.trace.reason);
    names.push(...read.items.map((item) => item.username));
    if (read.last) return { names: [...new Set(names)], pages: number };
  }
  throw new Error('no last page');
}

describe('the list of customers', () => {
  test.each<[Partial<Variant>, number]>([
    [{}, 3],
    [{ keys: 'camel' }, 3],
    [{ cap: 15 }, 3],
    [{ paging: 'bare' }, 4],
    [{ paging: 'repeat' }, 4],
  ])('is read to its end: %j', async (variant, pages) => {
    fill(fake, 45);
    fake.control.set(variant);
    const read = await all();
    expect(read.names).toEqual(Array.from({ length: 45 }, (_, i) => `u${i + 1}`));
    expect(read.pages).toBe(pages);
    expect(fake.control.calls[1]?.path).toBe('/api/integration/v1/customers?page=2&per_page=20');
  });

  test('shows what is needed to know someone here too, and nothing secret', async () => {
    const whatsapp = '55 11 99999 9999';
    fake.control.customer({ username: 'ana', name: ' Ana Sá', whatsapp, expiresAt: DUE, status: 'INACTIVE' });
    const read = await page(logIn(fake), 1);
    expect(read).toEqual({
      ok: true,
      last: true,
      pages: 1,
      items: [
        {
          username: 'ana',
          status: 'suspended',
          expiresAt: new Date(DUE),
          packageId: fake.control.packages[2]?.id,
          ownerId: fake.control.users[0]?.id,
          trial: false,
          expired: false,
          name: ' Ana Sá',
          whatsapp,
        },
      ],
      trace: expect.objectContaining({ reason: 'ok' }),
    });
    for (const secret of ['senha-do-painel', 'get.php', 'EXTM3U', fake.token])
      expect(JSON.stringify(read)).not.toContain(secret);
  });

  test('says who only tries', async () => {
    const trial = fake.control.packages.find((p) => p.trial)?.id;
    fake.control.customer({ username: 'teste', packageId: trial });
    fake.control.customer({ username: 'ana', expiresAt: DUE });
    fake.control.set({ keys: 'camel' });
    const read = await page(logIn(fake), 1);
    const tries = read.ok && read.items.map((item) => [item.username, item.trial]);
    expect(tries).toEqual([
      ['teste', true],
      ['ana', false],
    ]);
  });

  test('leaves out whose they are not, and whose nobody says', async () => {
    fill(fake, 2);
    fake.control.customer({ username: 'theirs', userId: fake.control.users[1]?.id });
    expect((await all()).names).toEqual(['u1', 'u2']);
    fake.control.set({ unowned: true });
    expect((await all()).names).toEqual([]);
  });

  test('of nobody is empty and at its end', async () => {
    expect(await page(logIn(fake), 1)).toMatchObject({ ok: true, items: [], last: true });
  });

  test.each<[FaultName | Partial<Variant>, string]>([
    ['rate text', 'rate_limited'],
    ['login page', 'not_a_panel'],
    ['block page', 'block_page'],
    ['no such path', 'wrong_path'],
    ['broken json', 'bad_answer'],
    ['deep json', 'bad_answer'],
    ['http 500', 'server_error'],
    ['drop', 'timeout'],
    [{ integration: 'off' }, 'no_permission'],
    [{ integration: 'gone' }, 'wrong_path'],
  ])('says why there is none: %j', async (trouble, reason) => {
    fill(fake, 1);
    if (typeof trouble === 'string') fake.control.script({ on: 'list', fault: trouble });
    else fake.control.set(trouble);
    const read = await page(logIn(fake, {}, { timeoutMs: 5_000 }), 1);
    expect(read).toMatchObject({ ok: false, trace: { reason } });
    if (trouble === 'rate text') expect(read.trace.retryAfterMs).toBe(47_000);
  });

  test('of a user nobody has found yet is not asked for', async () => {
    expect(await page(logIn(fake, { userId: null }), 1)).toMatchObject({ ok: false });
    expect(fake.control.calls).toEqual([]);
  });
});
