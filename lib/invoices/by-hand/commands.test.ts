import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { invoices } from '@/db/schema/invoices';
import { addDebtor, openWorld, type Shop, type World } from '@/db/test-shop';
import { cancelInvoice } from '../commands';
import { twinWords } from '../messages';
import { createByHand } from './commands';

let w: World;
let shop: Shop;
beforeAll(async () => {
  w = await openWorld();
  shop = await w.shop();
});
afterAll(() => w.close());

async function owing() {
  const debtor = await addDebtor(w.t, w.actor, shop, w.panel, w.clock());
  const rows = () => w.t.db.select().from(invoices).where(eq(invoices.clientId, debtor.clientId));
  const dueOn = (await rows())[0]?.dueOn ?? '';
  const make = (twinToo: boolean, change: { dueOn?: string } = {}) =>
    createByHand(
      w.actor,
      { clientId: debtor.clientId, amountCents: 5000, dueOn, ...change },
      { twinToo },
      w.clock(),
    );
  return { ...debtor, make, rows };
}

test('a second open invoice of the same day is asked about, and made when wanted all the same', async () => {
  const { make, rows } = await owing();
  const twin = { cents: 3590, currency: 'BRL' } as const;
  expect(await make(false)).toEqual({ ok: false, reason: 'twin', twin });
  expect(twinWords(twin)).toContain('em aberto de R$\u00a035,90 com este vencimento. Salve de novo');
  expect(await rows()).toHaveLength(1);
  expect(await make(true)).toMatchObject({ ok: true });
  expect(await rows()).toHaveLength(2);
});

test('another day, or a cancelled invoice, is no twin', async () => {
  const { make, invoiceId } = await owing();
  expect(await make(false, { dueOn: '2026-09-09' })).toMatchObject({ ok: true });
  await cancelInvoice(w.actor, invoiceId, w.clock());
  expect(await make(false)).toMatchObject({ ok: true });
});

test('the same form sent twice at once makes one', async () => {
  const { clientId, make, rows } = await owing();
  const other = { dueOn: '2026-09-09' };
  // Both are under way before either may write: the row of the client is held until then.
  const both = await w.t.sql.begin(async (tx) => {
    await tx`select 1 from clients where id = ${clientId} for update`;
    const started = [make(false, other), make(false, other)];
    await tx`select pg_sleep(0.5)`;
    return { started };
  });
  const answers = await Promise.all(both.started);
  expect(answers.filter((a) => a.ok)).toHaveLength(1);
  expect(await rows()).toHaveLength(2);
});

test('another reseller’s client answers like an absent one', async () => {
  const { clientId } = await owing();
  const bia = await w.t.reseller({ name: 'Outra revenda' });
  const invoice = { clientId, amountCents: 1, dueOn: '2026-09-09' };
  expect(await createByHand(bia, invoice, { twinToo: false }, w.clock())).toEqual({
    ok: false,
    reason: 'absent',
  });
});
