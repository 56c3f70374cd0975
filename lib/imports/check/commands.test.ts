import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { plans } from '@/db/schema/clients';
import { panelPackages } from '@/db/schema/servers';
import { type TestDatabase, testDatabase } from '@/db/test-database';
import type { Actor } from '@/lib/auth/rules';
import { startImport, startUndo } from '../commands';
import {
  allClients,
  check,
  drain,
  importAll,
  manyLines,
  openPlace,
  type Place,
  tally,
  upload,
} from '../fake-file';
import { emptyWrong, fixRow, namePlans, skipRow } from '../fixes/commands';
import { countRows, getImport, importProgress, listImports, listRows } from '../queries';
import { mapImport } from './commands';

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
      expiresOn: 'Esta data não existe: fevereiro de 2026 tem 28 dias.',
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
    expect(await tally(actor, id)).toEqual({ created: 3, 'left skipped': 1 });
    expect((await allClients(t, actor)).map((c) => c.name).sort()).toEqual(['Ana 2', 'Rui', 'Ze']);
    expect(await fixRow(resellerId, { id, n: 5, cells: { name: 'x' } }, now)).toMatchObject({
      reason: 'busy',
    });
  });

  it('knows a plan by its own name and by its package’s', async () => {
    const { resellerId } = actor;
    const { serverId, planId } = place;
    const read = { position: 0, readAt: now, active: true, trial: false };
    const pack = { serverId, resellerId, packageId: 'PK1', name: '1 MÊS - 2 TELAS', ...read };
    await t.db.insert(panelPackages).values(pack);
    await t.db.update(plans).set({ packageId: 'PK1' }).where(eq(plans.id, planId));
    const text = 'username;package\na;1 mes - 2 telas\nb;MENSAL\nc;PK1\nd;\ne;1 mes\n';
    const id = await upload(actor, text, now);
    await check(actor, id, place, now);
    expect(await verdicts(id)).toEqual(['new', 'new', 'new', 'new', 'error']);
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
    expect(await check(actor, id, theirs, now)).toEqual({ ok: false, reason: 'server_absent' });
    const mixed = { ...place, planId: theirs.planId };
    expect(await check(actor, id, mixed, now)).toEqual({ ok: false, reason: 'plan_absent' });
  });
});

async function rowsShown(id: string) {
  const batch = await getImport(actor.resellerId, id);
  return batch ? (await listRows(batch, 'all')).rows : [];
}

const verdicts = async (id: string) => (await rowsShown(id)).map((r) => r.verdict);
