import { and, eq } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { newId } from '@/db/ids';
import { accountTasks, clients } from '@/db/schema/clients';
import { importBatches, importRows } from '@/db/schema/imports';
import { renewalIntents } from '@/db/schema/invoices';
import { messages } from '@/db/schema/messages';
import { auditEvents } from '@/db/schema/resellers';
import { type TestDatabase, testDatabase } from '@/db/test-database';
import { system } from '@/lib/audit/commands';
import type { Actor } from '@/lib/auth/rules';
import { unseal } from '@/lib/crypto';
import { mapImport } from './check/commands';
import { discardImport, forgetOldImports, startImport, startUndo } from './commands';
import {
  allClients,
  CANARY,
  check,
  drain,
  importAll,
  manyLines,
  openPlace,
  type Place,
  upload,
} from './fake-file';
import { emptyWrong, fixRow, namePlans, skipRow } from './fixes/commands';
import { driveImport, dueImports, importChunk } from './jobs';
import { columnsOf, countRows, getImport, importProgress, listImports, listRows } from './queries';
import { runChunk } from './run/commands';

const now = new Date('2026-03-10T15:00:00Z');
let t: TestDatabase;
let actor: Actor;
let stranger: Actor;
let place: Place;
let theirs: Place;

beforeAll(async () => {
  t = await testDatabase();
});
beforeEach(async () => {
  [actor, stranger] = [await t.reseller(), await t.reseller()];
  [place, theirs] = [await openPlace(t, actor), await openPlace(t, stranger)];
});
afterAll(() => t.drop());

describe('an import of 5 000 lines', () => {
  it('survives kills and callers side by side without a double, within 20 s', async () => {
    const began = performance.now();
    const id = await upload(actor, manyLines(5_000), now);
    expect(await check(actor, id, place, now)).toEqual({ ok: true });
    await startImport(actor, id, now);
    const steps = await Promise.all([importChunk(id, now), importChunk(id, now), importChunk(id, now)]);
    expect(steps).toContain('more');
    await killedChunk(id);
    const { handled = 0, total } = (await importProgress(actor.resellerId, id)) ?? {};
    expect([handled % 200, total]).toEqual([0, 5_000]);
    expect((await allClients(t, actor)).length).toBe(handled);
    await Promise.all([drain(id, now), drain(id, now)]);
    await drain(id, now);
    expect(await getImport(actor.resellerId, id)).toMatchObject({ state: 'done', finishedAt: now });
    expect(performance.now() - began).toBeLessThan(20_000);
    const made = await allClients(t, actor);
    expect(made.length).toBe(5_000);
    expect(new Set(made.map((c) => c.username)).size).toBe(5_000);
    const again = await importAll(actor, manyLines(5_000), place, now);
    expect(await tally(again)).toEqual({ 'left same': 5_000 });
    await startUndo(actor, id, now);
    await Promise.all([drain(id, now), drain(id, now)]);
    await drain(id, now);
    expect(await tally(id)).toEqual({ removed: 5_000 });
    expect(await allClients(t, actor)).toEqual([]);
  }, 90_000);
});

/** A chunk whose process dies before its transaction ends: the database takes back what it had done. */
async function killedChunk(id: string): Promise<void> {
  const batch = await getImport(actor.resellerId, id);
  const dying = t.db.transaction(async (tx) => {
    if (batch) expect(await runChunk(tx, batch, now)).toBe('more');
    throw new Error('killed');
  });
  await expect(dying).rejects.toThrow('killed');
}

describe('what an import writes', () => {
  it('is the client and nothing on the panel: no account, no renewal, no welcome', async () => {
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

  it('changes of an existing client only what the file says', async () => {
    await importAll(actor, manyLines(2), place, now, { onPanel: true });
    const [before] = await allClients(t, actor);
    const text = `usuario;nome;senha;status\nU0;Outro nome;;suspenso\nu1;Cliente 1;nova-senha;ativo\n`;
    const id = await importAll(actor, text, place, now);
    expect(await tally(id)).toEqual({ updated: 2 });
    const [ana, rui] = await allClients(t, actor);
    expect(ana).toEqual({ ...before, name: 'Outro nome', search: 'outro nome u0 5511980000000' });
    expect(passwordOf(rui)).toBe('nova-senha');
    const known = importAll(actor, manyLines(2), place, now, { existing: 'skip' });
    await expect(known).rejects.toThrow('nothing');
  });

  it('leaves whoever is being renewed alone', async () => {
    await importAll(actor, manyLines(1), place, now);
    const [client] = await allClients(t, actor);
    await paid(client?.id ?? '');
    const id = await importAll(actor, 'usuario;vencimento\nu0;01/01/2027\n', place, now);
    expect(await tally(id)).toEqual({ 'left renewing': 1 });
  });
});

describe('the dry run', () => {
  it('names every wrong cell in words, and doubles', async () => {
    const lines = [
      'usuario;nome;whatsapp;email;vencimento;senha;plano;status;obs',
      'ana;=HYPERLINK("x");999;x@;31/02/2026;senha errada;Outro;talvez;',
      'rui;Rui;5,51199E+12;;12/31/2026;;mensal;;',
      ';Sem usuário;;;;;;;',
      'bia;Bia;;;;;;;',
      'BIA;Bia 2;;;;;;;',
    ];
    const id = await upload(actor, lines.join('\n'), now);
    await check(actor, id, place, now);
    const shown = await rowsShown(id);
    expect(shown.map((r) => [r.n, r.verdict])).toEqual([
      [2, 'error'],
      [3, 'error'],
      [4, 'error'],
      [5, 'new'],
      [6, 'twice'],
    ]);
    expect(shown[0]?.problems).toEqual({
      name: 'Esta célula é uma fórmula. Escreva o valor.',
      phone: 'Este número não parece completo. Escreva com DDD, por exemplo (11) 99999-9999.',
      email: 'Este e-mail não parece completo.',
      expiresOn: 'Escreva uma data como 31/12/2026.',
      password: 'Use só letras sem acento, números e . - @ _',
      plan: 'Nenhum plano deste servidor se chama “Outro”.',
      status: 'Escreva Ativo ou Suspenso.',
    });
    expect(Object.keys(shown[1]?.problems ?? {}).sort()).toEqual(['expiresOn', 'phone']);
    expect(shown[2]?.problems).toEqual({ username: 'Escreva o usuário.' });
    expect((await getImport(actor.resellerId, id))?.unknownPlans).toEqual({ Outro: 1 });
  });

  it('is mended cell by cell, by column, by plan name, or by leaving lines out', async () => {
    const text = 'usuario;nome;whatsapp;plano\nana;Ana;1;Ouro\nrui;Rui;2;Ouro\nana;Ana 2;;\nx y;Ze;;\n';
    const id = await upload(actor, text, now);
    await check(actor, id, place, now);
    const { resellerId } = actor;
    expect(await verdicts(id)).toEqual(['error', 'error', 'new', 'error']);
    await namePlans(resellerId, { id, names: [{ name: 'Ouro', planId: place.planId }] }, now);
    expect((await getImport(resellerId, id))?.unknownPlans).toEqual({});
    await emptyWrong(resellerId, { id, field: 'phone' }, now);
    expect(await verdicts(id)).toEqual(['new', 'new', 'twice', 'error']);
    await fixRow(resellerId, { id, n: 5, cells: { username: 'rui' } }, now);
    expect(await verdicts(id)).toEqual(['new', 'new', 'twice', 'twice']);
    await skipRow(resellerId, { id, n: 2, skip: true }, now);
    await fixRow(resellerId, { id, n: 5, cells: { username: 'ze' } }, now);
    expect(await verdicts(id)).toEqual(['new', 'new', 'new', 'new']);
    await startImport(actor, id, now);
    await drain(id, now);
    expect(await tally(id)).toEqual({ created: 3, 'left skipped': 1 });
    expect((await allClients(t, actor)).map((c) => c.name).sort()).toEqual(['Ana 2', 'Rui', 'Ze']);
    expect(await fixRow(resellerId, { id, n: 5, cells: { name: 'x' } }, now)).toMatchObject({
      reason: 'busy',
    });
  });

  it('remembers what columns are, for the one reseller', async () => {
    await importAll(actor, 'cod;usuario\nx1;Ana\n', place, now);
    const first = await upload(actor, 'cod;usuario\nx1;Ana\n', now);
    const fields = ['username', 'name'];
    const mapping = { id: first, fields, ...place, existing: 'update' as const, onPanel: false };
    await mapImport(actor.resellerId, mapping, now);
    const next = await getImport(actor.resellerId, await upload(actor, 'usuario;cod\nAna;x1\n', now));
    expect(next?.fields).toEqual(['name', 'username']);
    const foreign = await getImport(
      stranger.resellerId,
      await upload(stranger, 'usuario;cod\nAna;x1\n', now),
    );
    expect(foreign?.fields).toEqual(['username', null]);
  });
});

describe('an undo', () => {
  it('takes back what nobody touched since, and says what it could not', async () => {
    await importAll(actor, manyLines(2), place, now);
    const before = await allClients(t, actor);
    const text = 'usuario;nome;senha\nu0;Novo 0;s0\nu1;Novo 1;s1\nfica;Fica;x\nsai;Sai;x\n';
    const id = await importAll(actor, text, place, now);
    const fica = (await allClients(t, actor)).find((c) => c.username === 'fica');
    await paid(fica?.id ?? '');
    await t.db
      .update(clients)
      .set({ name: 'Mexido' })
      .where(eq(clients.id, before[1]?.id ?? ''));
    await startUndo(actor, id, new Date('2026-03-11T14:59:00Z'));
    await drain(id, now);
    expect(await tally(id)).toEqual({
      restored: 1,
      removed: 1,
      'kept changed': 1,
      'kept has_invoice': 1,
    });
    const after = await allClients(t, actor);
    expect(after.map((c) => c.name)).toEqual(['Cliente 0', 'Mexido', 'Fica']);
    expect(after[0]).toEqual(before[0]);
    expect(passwordOf(after[0])).toBe(CANARY);
  });

  it('ends after a day, and with it what the undo needed', async () => {
    const id = await importAll(actor, manyLines(1), place, now);
    const late = new Date('2026-03-11T15:00:01Z');
    expect(await startUndo(actor, id, late)).toEqual({ ok: false, reason: 'too_late' });
    await forgetOldImports(new Date('2026-03-11T16:30:00Z'));
    const [row] = await t.db.select().from(importRows).where(eq(importRows.batchId, id));
    expect(row).toMatchObject({ cellsSealed: '', before: null, state: 'created' });
    const batch = await getImport(actor.resellerId, id);
    expect(batch && (await listRows(batch, 'all')).rows[0]?.texts.username).toBe('');
  });

  it('knows every table that refers to clients', async () => {
    const rows = await t.sql<{ name: string }[]>`select conrelid::regclass::text as name from pg_constraint
      where contype = 'f' and confrelid = 'clients'::regclass order by 1`;
    expect(rows.map((r) => r.name)).toEqual(['account_tasks', 'invoices', 'messages', 'renewal_intents']);
  });
});

describe('another reseller', () => {
  it('finds nothing, changes nothing and lends nothing', async () => {
    const id = await upload(actor, manyLines(1), now);
    expect(await getImport(stranger.resellerId, id)).toBeNull();
    expect(await importProgress(stranger.resellerId, id)).toBeNull();
    expect(await countRows(stranger.resellerId, id)).toEqual([]);
    expect(await listImports(stranger.resellerId)).toEqual([]);
    const absent = { ok: false, reason: 'absent' };
    expect(await check(stranger, id, theirs, now)).toEqual(absent);
    expect(await startImport(stranger, id, now)).toEqual(absent);
    expect(await startUndo(stranger, id, now)).toEqual(absent);
    expect(await skipRow(stranger.resellerId, { id, n: 2, skip: true }, now)).toEqual(absent);
    expect(await discardImport(stranger, id)).toBe(false);
    expect(await check(actor, id, theirs, now)).toEqual({ ok: false, reason: 'server_absent' });
    const mixed = { ...place, planId: theirs.planId };
    expect(await check(actor, id, mixed, now)).toEqual({ ok: false, reason: 'plan_absent' });
    expect(await discardImport(actor, id)).toBe(true);
  });
});

describe('passwords', () => {
  it('stand in clear nowhere: not at rest, not in what pages read, not in the audit', async () => {
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

it('is carried on by the tick', async () => {
  const id = await upload(actor, manyLines(3), now);
  await check(actor, id, place, now);
  await startImport(system(actor.resellerId), id, now);
  expect((await dueImports(now, 10)).map((d) => d.id)).toContain(id);
  expect(await driveImport(id, () => now, 10_000)).toBe('end');
  expect(await driveImport(id, () => now, 10_000)).toBeNull();
  expect((await dueImports(now, 10)).map((d) => d.id)).not.toContain(id);
});

type Client = Awaited<ReturnType<typeof allClients>>[number];
const passwordOf = (client: Client | undefined) =>
  client &&
  unseal(client.passwordEncrypted, {
    resellerId: client.resellerId,
    recordId: client.id,
    column: 'password',
  });

async function tally(id: string): Promise<Record<string, number>> {
  const rows = await countRows(actor.resellerId, id);
  return Object.fromEntries(rows.map((r) => [[r.state, r.reason].filter(Boolean).join(' '), r.count]));
}

async function rowsShown(id: string) {
  const batch = await getImport(actor.resellerId, id);
  return batch ? (await listRows(batch, 'all')).rows : [];
}

const verdicts = async (id: string) => (await rowsShown(id)).map((r) => r.verdict);

/** An invoice of this client whose renewal is not proved. */
async function paid(clientId: string): Promise<void> {
  const [client] = await t.db
    .select()
    .from(clients)
    .where(and(eq(clients.resellerId, actor.resellerId), eq(clients.id, clientId)));
  if (!client) throw new Error('no client');
  const invoiceId = newId();
  await t.sql`insert into invoices (id, reseller_id, client_id, plan_id, amount_cents, currency, due_on, link_hash, link_encrypted)
    values (${invoiceId}, ${actor.resellerId}, ${clientId}, ${client.planId}, 1, 'BRL', '2026-03-10', ${newId()}, 'x')`;
  await t.db.insert(renewalIntents).values({
    resellerId: actor.resellerId,
    invoiceId,
    clientId,
    serverId: client.serverId,
    serverVersion: 1,
    panelUsername: client.username,
    packageId: 'x',
    state: 'pending',
    notBefore: now,
    minDeltaMs: 1,
    periodMs: 1,
    nextRunAt: now,
  });
}
