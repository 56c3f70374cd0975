import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { clients } from '@/db/schema/clients';
import { clientForm as form, openWorld, type World } from '@/db/test-shop';
import { seal, unseal } from '@/lib/crypto';
import { addClient, editClient } from './jobs';
import { RESULT } from './messages';

let world: World;
beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world.close());

it('gives a client imported without a password one when the account is made, and leaves it alone after', async () => {
  const place = await world.shop();
  const fields = form(place);
  const client = await world.stored(await addClient(world.actor, fields, world.clock));
  const sealed = (text: string) =>
    seal(text, { resellerId: client.resellerId, recordId: client.id, column: 'password' });
  const username = `${client.username}b`;
  await world.t.db
    .update(clients)
    .set({ panelState: 'missing', username, passwordEncrypted: sealed('') })
    .where(eq(clients.id, client.id));
  world.pass(60_000);
  const edited = await editClient(world.actor, { ...fields, username }, world.clock);
  expect(edited).toMatchObject({ ok: true, message: RESULT.updatedOnPanel });
  const password = async () => {
    const [row] = await world.t.db.select().from(clients).where(eq(clients.id, client.id));
    return unseal(row?.passwordEncrypted ?? '', {
      resellerId: client.resellerId,
      recordId: client.id,
      column: 'password',
    });
  };
  const given = await password();
  expect(given).toMatch(/^\S{8,12}$/);
  world.pass(60_000);
  await editClient(world.actor, { ...fields, username, name: 'Outro nome' }, world.clock);
  expect(await password()).toBe(given);
});
