import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { type TestDatabase, testDatabase } from '@/db/test-database';
import type { Actor, Role } from '@/lib/auth/rules';
import { done } from '@/lib/result';
import { perform, reporting } from './action';

const schema = z.strictObject({
  name: z.string().min(1, 'Dê um nome.').max(5, 'Use até 5 letras.'),
  items: z
    .array(z.strictObject({ days: z.number('Informe os dias.') }))
    .max(3)
    .optional(),
});
const now = new Date('2026-11-21T12:00:00Z');
let t: TestDatabase;
beforeAll(async () => {
  t = await testDatabase();
});
afterAll(() => t.drop());

let ran = 0;
const ask = (actor: Actor | null, input: unknown, least: Role = 'operator') =>
  perform(actor, least, schema, async (_actor, parsed) => done(`${++ran} ${parsed.name}`), input, now);

describe('an action', () => {
  it('runs nothing without a session (S14)', async () => {
    const before = ran;
    expect((await ask(null, { name: 'Ana' })).ok).toBe(false);
    expect(ran).toBe(before);
  });

  it('runs for a role that is large enough, and keeps who tried with a smaller one (S13)', async () => {
    const matrix: [Role, Role, boolean][] = [
      ['viewer', 'viewer', true],
      ['viewer', 'operator', false],
      ['operator', 'operator', true],
      ['operator', 'owner', false],
      ['owner', 'owner', true],
      ['owner', 'admin', false],
      ['admin', 'admin', true],
    ];
    for (const [role, least, passes] of matrix) {
      const actor = await t.reseller({ role });
      expect((await ask(actor, { name: 'Ana' }, least)).ok, `${role} asks for ${least}`).toBe(passes);
      const kept = await t.sql`select action from audit_events where reseller_id = ${actor.resellerId}`;
      expect(kept.map((r) => r.action)).toEqual(passes ? [] : ['access.refused']);
    }
  });

  it.each([
    ['NUL', 'A\0na'],
    ['half a pair', 'A\ud800'],
  ])('says beside the field what the database cannot keep: %s', async (_, name) => {
    const before = ran;
    const answer = await ask(await t.reseller(), { name });
    expect(answer).toMatchObject({ ok: false, fields: { name: expect.stringContaining('invisível') } });
    expect((await ask(await t.reseller(), { name: 'A😀' })).ok).toBe(true);
    expect(ran).toBe(before + 1);
  });

  it.each([
    '{"name":"Ana","role":"admin"}',
    '{"name":"Ana","resellerId":"x"}',
    '{"name":"Ana","__proto__":{"role":"admin"}}',
    '{"name":"Ana","constructor":{"prototype":{"isAdmin":true}}}',
    '{"name":"Ana","items":[{"days":1,"paidAt":1}]}',
    '{"__proto__":{"name":"Ana"}}',
    '[]',
    'null',
    '"Ana"',
    '{"name":["Ana"]}',
    '{"name":{"$gt":""}}',
  ])('refuses %s (S19)', async (json) => {
    const actor = await t.reseller();
    const before = ran;
    expect(await ask(actor, JSON.parse(json))).toMatchObject({
      ok: false,
      message: 'Confira os campos destacados.',
    });
    expect(ran).toBe(before);
    expect(({} as Record<string, unknown>).role).toBeUndefined();
    expect(({} as Record<string, unknown>).isAdmin).toBeUndefined();
  });

  it('puts one sentence beside each wrong field', async () => {
    const actor = await t.reseller();
    const answer = await ask(actor, { name: 'muito longo', items: [{ days: 'x' }] });
    expect(answer).toMatchObject({
      fields: { name: 'Use até 5 letras.', 'items.0.days': 'Informe os dias.' },
    });
  });

  it('answers the unexpected with a reference and none of its words', async () => {
    const answer = await reporting(async () => {
      throw new Error('canary in the database message');
    });
    expect(answer).toMatchObject({ ok: false, reference: expect.stringMatching(/^[0-9a-f]{8}$/) });
    expect(JSON.stringify(answer)).not.toContain('canary');
  });
});
