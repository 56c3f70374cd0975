import { fork } from 'node:child_process';
import { setTimeout as wait } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { eq, inArray } from 'drizzle-orm';
import { describe, expect } from 'vitest';
import { newId } from '@/db/ids';
import { clients } from '@/db/schema/clients';
import { importRows } from '@/db/schema/imports';
import { auditFindings, panelAudits, syncRows, syncRuns } from '@/db/schema/sync';
import type { TestDatabase } from '@/db/test-database';
import { system } from '@/lib/audit/commands';
import type { Actor } from '@/lib/auth/rules';
import { forgetOldImports, startImport, startUndo } from './commands';
import {
  allClients,
  CANARY,
  type Client,
  check,
  drain,
  importAll,
  importTest as it,
  manyLines,
  passwordOf,
  payFor,
  tally,
  upload,
} from './fake-file';
import { driveImport, dueImports, importChunk } from './jobs';
import { getImport, importProgress, listRows } from './queries';

const now = new Date('2026-03-10T15:00:00Z');

describe('an import of many lines', () => {
  it('survives kills and callers side by side without a double', async ({ t, actor, place }) => {
    const id = await upload(actor, manyLines(2_000), now);
    expect(await check(actor, id, place, now)).toEqual({ ok: true });
    await startImport(actor, id, now);
    const steps = await Promise.all([importChunk(id, now), importChunk(id, now), importChunk(id, now)]);
    expect(steps).toContain('more');
    await killedHalfWay(actor, id);
    const { handled = 0, total } = (await importProgress(actor.resellerId, id)) ?? {};
    expect([handled % 200, total]).toEqual([0, 2_000]);
    expect((await allClients(t, actor)).length).toBe(handled);
    await Promise.all([drain(id, now), drain(id, now)]);
    await drain(id, now);
    expect(await getImport(actor.resellerId, id)).toMatchObject({ state: 'done', finishedAt: now });
    const made = await allClients(t, actor);
    expect(made.length).toBe(2_000);
    expect(new Set(made.map((c) => c.username)).size).toBe(2_000);
    const again = await importAll(actor, manyLines(2_000), place, now);
    expect(await tally(actor, again)).toEqual({ 'left same': 2_000 });
    await startUndo(actor, id, now);
    await Promise.all([drain(id, now), drain(id, now)]);
    await drain(id, now);
    expect(await tally(actor, id)).toEqual({ removed: 2_000 });
    expect(await allClients(t, actor)).toEqual([]);
  }, 90_000);
});

/** Another process drives it and dies by kill -9 somewhere after the first chunks (fault F70). */
async function killedHalfWay(actor: Actor, id: string): Promise<void> {
  const file = fileURLToPath(new URL('./fake-driver.ts', import.meta.url));
  const execArgv = ['--conditions=react-server', '--import=tsx'];
  const other = fork(file, [id, now.toISOString()], { execArgv, stdio: 'inherit' });
  const dead = new Promise((done) => other.once('exit', (_, signal) => done(signal)));
  while (((await importProgress(actor.resellerId, id))?.handled ?? 0) < 700) await wait(20);
  other.kill('SIGKILL');
  expect(await dead).toBe('SIGKILL');
  // The database notices by itself and takes back what was under way.
  await wait(500);
}

describe('an undo', () => {
  it('takes back what nobody touched since, and says what it could not', async ({ t, actor, place }) => {
    await importAll(actor, manyLines(2), place, now);
    const before = await allClients(t, actor);
    const text = 'usuario;nome;senha\nu0;Novo 0;s0\nu1;Novo 1;s1\nfica;Fica;x\nsai;Sai;x\nmexe;Mexe;x\n';
    const id = await importAll(actor, text, place, now);
    const fica = (await allClients(t, actor)).find((c) => c.username === 'fica');
    await payFor(t, actor, fica?.id ?? '');
    const sai = (await allClients(t, actor)).find((c) => c.username === 'sai');
    await noted(t, sai);
    const mexe = (await allClients(t, actor)).find((c) => c.username === 'mexe');
    const touched = [before[1]?.id ?? '', mexe?.id ?? ''];
    await t.db.update(clients).set({ name: 'Mexido' }).where(inArray(clients.id, touched));
    await startUndo(actor, id, new Date('2026-03-11T14:59:00Z'));
    await drain(id, now);
    expect(await tally(actor, id)).toEqual({
      restored: 1,
      removed: 1,
      'kept changed': 2,
      'kept has_invoice': 1,
    });
    const after = await allClients(t, actor);
    expect(after.map((c) => c.name)).toEqual(['Cliente 0', 'Mexido', 'Fica', 'Mexido']);
    expect(after[0]).toEqual(before[0]);
    expect(passwordOf(after[0])).toBe(CANARY);
  });

  it('ends after a day, and with it what the undo needed', async ({ t, actor, place }) => {
    const id = await importAll(actor, manyLines(1), place, now);
    const late = new Date('2026-03-11T15:00:01Z');
    expect(await startUndo(actor, id, late)).toEqual({ ok: false, reason: 'too_late' });
    await forgetOldImports(new Date('2026-03-11T16:30:00Z'));
    const [row] = await t.db.select().from(importRows).where(eq(importRows.batchId, id));
    expect(row).toMatchObject({ cellsSealed: '', before: null, state: 'created' });
    const batch = await getImport(actor.resellerId, id);
    expect(batch && (await listRows(batch, 'all')).rows[0]?.texts.username).toBe('');
  });

  it('knows every table that refers to clients', async ({ t }) => {
    const rows = await t.sql<{ name: string }[]>`select conrelid::regclass::text as name from pg_constraint
      where contype = 'f' and confrelid = 'clients'::regclass order by 1`;
    expect(rows.map((r) => r.name)).toEqual([
      'account_tasks',
      'audit_findings',
      'bulk_rows',
      'invoices',
      'messages',
      'renewal_intents',
      'sync_nudges',
      'sync_rows',
    ]);
  });
});

/** A night's reading, and a comparison, found something about a client. */
async function noted(t: TestDatabase, client?: Client): Promise<void> {
  if (!client) throw new Error('no client');
  const { resellerId, serverId, id: clientId, expiresAt: expected } = client;
  const audit = { id: newId(), resellerId, serverId, day: '2026-03-11', nextRunAt: now };
  await t.db.insert(panelAudits).values(audit);
  await t.db
    .insert(auditFindings)
    .values({ resellerId, auditId: audit.id, clientId, kind: 'account_gone', expected });
  const run = { id: newId(), resellerId, serverId, origin: 'https://painel.test', userName: 'Ana', total: 1 };
  await t.db.insert(syncRuns).values({ ...run, source: 'person', nextRunAt: now });
  const row = { resellerId, runId: run.id, clientId, username: client.username, readAt: now };
  await t.db.insert(syncRows).values({ ...row, class: 'missing_there' });
}

it('is carried on by the tick', async ({ actor, place }) => {
  const id = await upload(actor, manyLines(3), now);
  await check(actor, id, place, now);
  await startImport(system(actor.resellerId), id, now);
  expect((await dueImports(now, 10)).map((d) => d.id)).toContain(id);
  expect(await driveImport(id, () => now, 10_000)).toBe('end');
  expect(await driveImport(id, () => now, 10_000)).toBeNull();
  expect((await dueImports(now, 10)).map((d) => d.id)).not.toContain(id);
});
