import { test } from 'vitest';
import { newId } from '@/db/ids';
import { clients, plans } from '@/db/schema/clients';
import { invoices, renewalIntents } from '@/db/schema/invoices';
import { servers } from '@/db/schema/servers';
import { type TestDatabase, testDatabase } from '@/db/test-database';
import type { Actor } from '@/lib/auth/rules';
import { unseal } from '@/lib/crypto';
import { mapImport } from './check/commands';
import { startImport, storeTable } from './commands';
import { readTable } from './files/api';
import { importChunk } from './jobs';
import { countRows, getImport } from './queries';

export const CANARY = 'senha-canario-99';
export type Place = { serverId: string; planId: string };

/** A test with a database, a reseller and a place to import to, all its own. */
export const importTest = test
  .extend('t', async ({ onTestFinished }) => {
    const t = await testDatabase();
    onTestFinished(() => t.drop());
    return t;
  })
  .extend('actor', ({ t }) => t.reseller())
  .extend('place', ({ t, actor }) => openPlace(t, actor));

/** A server, with a panel or without, and one plan on it. */
export async function openPlace(t: TestDatabase, of: Actor, panelType = 'sigma'): Promise<Place> {
  const [serverId, planId] = [newId(), newId()];
  const { resellerId } = of;
  await t.db.insert(servers).values({ id: serverId, resellerId, name: 'S', panelType });
  await t.db.insert(plans).values({ id: planId, resellerId, serverId, name: 'Mensal', priceCents: 3590 });
  return { serverId, planId };
}

/** Reads and stores a file as the page does; answers the import's id. */
export async function upload(actor: Actor, text: string, now: Date): Promise<string> {
  const read = readTable(Buffer.from(text));
  if (!read.ok) throw new Error(read.reason);
  return storeTable(actor, 'clientes.csv', read.table, now);
}

type Wish = { existing?: 'update' | 'skip'; onPanel?: boolean; planId?: string };

/** Maps the columns as they were guessed, and makes the dry run. */
export async function check(actor: Actor, id: string, place: Place, now: Date, wish: Wish = {}) {
  const batch = await getImport(actor.resellerId, id);
  const fields = (batch?.fields ?? []).map((f) => f ?? '');
  const mapping = { id, fields, ...place, existing: 'update' as const, onPanel: false, ...wish };
  return mapImport(actor.resellerId, mapping, now);
}

/** From a text to its end, with nobody watching. */
export async function importAll(actor: Actor, text: string, place: Place, now: Date, wish: Wish = {}) {
  const id = await upload(actor, text, now);
  await check(actor, id, place, now, wish);
  const started = await startImport(actor, id, now);
  if (!started.ok) throw new Error(started.reason);
  await drain(id, now);
  return id;
}

export async function drain(id: string, now: Date): Promise<void> {
  while ((await importChunk(id, now)) === 'more');
}

/** So many clients as a CSV. */
export const manyLines = (count: number, prefix = 'u'): string =>
  `usuario;nome;whatsapp;vencimento;senha\n${Array.from(
    { length: count },
    (_, i) => `${prefix}${i};Cliente ${i};(11) 9${String(80_000_000 + i)};10/04/2026;${CANARY}`,
  ).join('\n')}\n`;

export const allClients = (t: TestDatabase, of: Actor) =>
  t.db.query.clients.findMany({ where: (c, { eq }) => eq(c.resellerId, of.resellerId), orderBy: clients.id });

export type Client = Awaited<ReturnType<typeof allClients>>[number];

export const passwordOf = (client: Client | undefined) =>
  client &&
  unseal(client.passwordEncrypted, {
    resellerId: client.resellerId,
    recordId: client.id,
    column: 'password',
  });

/** How many lines ended how: `{ created: 3, 'left known': 1 }`. */
export async function tally(of: Actor, id: string): Promise<Record<string, number>> {
  const counts: Record<string, number> = {};
  for (const { state, reason, count } of await countRows(of.resellerId, id)) {
    const ended = [state, reason].filter(Boolean).join(' ');
    counts[ended] = (counts[ended] ?? 0) + count;
  }
  return counts;
}

/** An invoice of this client whose renewal is not proved. */
export async function payFor(t: TestDatabase, of: Actor, clientId: string): Promise<void> {
  const client = (await allClients(t, of)).find((c) => c.id === clientId);
  if (!client) throw new Error('no client');
  const { resellerId } = of;
  const [invoiceId, at] = [newId(), client.createdAt];
  const invoice = { amountCents: 1, currency: 'BRL', dueOn: '2026-03-10', linkEncrypted: 'x' } as const;
  await t.db
    .insert(invoices)
    .values({ ...invoice, id: invoiceId, resellerId, clientId, planId: client.planId, linkHash: newId() });
  await t.db.insert(renewalIntents).values({
    resellerId,
    invoiceId,
    clientId,
    serverId: client.serverId,
    serverVersion: 1,
    panelUsername: client.username,
    packageId: 'x',
    state: 'pending',
    notBefore: at,
    minDeltaMs: 1,
    periodMs: 1,
    nextRunAt: at,
  });
}
