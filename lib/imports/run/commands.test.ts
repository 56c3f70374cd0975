import { eq } from 'drizzle-orm';
import { describe, expect } from 'vitest';
import { accountTasks } from '@/db/schema/clients';
import { importBatches, importRows } from '@/db/schema/imports';
import { renewalIntents } from '@/db/schema/invoices';
import { messages } from '@/db/schema/messages';
import { auditEvents } from '@/db/schema/resellers';
import {
  allClients,
  CANARY,
  importAll,
  importTest as it,
  manyLines,
  openPlace,
  passwordOf,
  payFor,
  tally,
} from '../fake-file';
import { columnsOf, getImport, listRows } from '../queries';

const now = new Date('2026-03-10T15:00:00Z');

describe('what an import writes', () => {
  it('is the client and nothing on the panel: no account, no renewal, no welcome', async ({
    t,
    actor,
    place,
  }) => {
    await importAll(actor, `usuario;nome;status\nana;Ana;BANNED\n`, place, now, { onPanel: true });
    await importAll(actor, `usuario;nome;vencimento\nrui;;2026-04-11T02:59:59.000000Z\n`, place, now);
    const none = await openPlace(t, actor, 'none');
    await importAll(actor, `usuario;nome\nbia;Bia\n`, none, now, { onPanel: true });
    const made = await allClients(t, actor);
    expect(made.map((c) => [c.username, c.name, c.panelState, c.status])).toEqual([
      ['ana', 'Ana', 'linked', 'suspended'],
      ['rui', 'rui', 'missing', 'active'],
      ['bia', 'Bia', 'none', 'active'],
    ]);
    // Today plus the plan's thirty days, to the last second of the day; the panel's instant as it is.
    expect(made.map((c) => c.expiresAt.toISOString()).slice(0, 2)).toEqual([
      '2026-04-10T02:59:59.000Z',
      '2026-04-11T02:59:59.000Z',
    ]);
    for (const table of [accountTasks, renewalIntents, messages])
      expect(await t.db.select().from(table).where(eq(table.resellerId, actor.resellerId))).toEqual([]);
  });

  it('changes of an existing client only what the file says', async ({ t, actor, place }) => {
    await importAll(actor, manyLines(2), place, now, { onPanel: true });
    const [before] = await allClients(t, actor);
    const text = `usuario;nome;senha;status\nU0;Outro nome;;suspenso\nu1;Cliente 1;nova-senha;ativo\n`;
    const id = await importAll(actor, text, place, now);
    expect(await tally(actor, id)).toEqual({ updated: 2 });
    const [ana, rui] = await allClients(t, actor);
    expect(ana).toEqual({ ...before, name: 'Outro nome', search: 'outro nome u0 5511980000000' });
    expect(passwordOf(rui)).toBe('nova-senha');
    const known = importAll(actor, manyLines(2), place, now, { existing: 'skip' });
    await expect(known).rejects.toThrow('nothing');
  });

  it('leaves whoever is being renewed alone', async ({ t, actor, place }) => {
    await importAll(actor, manyLines(1), place, now);
    const [client] = await allClients(t, actor);
    await payFor(t, actor, client?.id ?? '');
    const id = await importAll(actor, 'usuario;vencimento\nu0;01/01/2027\n', place, now);
    expect(await tally(actor, id)).toEqual({ 'left renewing': 1 });
  });
});

describe('passwords', () => {
  it('stand in clear nowhere: not at rest, not in what pages read, not in the audit', async ({
    t,
    actor,
    place,
  }) => {
    const id = await importAll(actor, `senha;usuario;acesso\n${CANARY};ana;${CANARY}\n`, place, now);
    await importAll(actor, `usuario;senha\nana;${CANARY}-2\n`, place, now);
    const batch = await getImport(actor.resellerId, id);
    const dump = [
      await t.db.select().from(importBatches),
      await t.db.select().from(importRows),
      await t.db.select().from(auditEvents),
      batch && (await columnsOf(batch)),
      batch && (await listRows(batch, 'all')),
      await allClients(t, actor),
    ];
    expect(JSON.stringify(dump)).not.toContain('canario');
    expect(passwordOf((await allClients(t, actor))[0])).toBe(`${CANARY}-2`);
  });
});
