import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { getTableName, is } from 'drizzle-orm';
import { PgTable } from 'drizzle-orm/pg-core';
import { expect, test } from 'vitest';
import * as schema from '@/db/schema/all';

/**
 * Every UPDATE and DELETE of rows that are a reseller's names the reseller in its WHERE: an id that came from a scoped read
 * is no proof. Read from the text, which is formatted and so regular: a condition names the column, or is a constant, a
 * helper or a query that is defined by one that does.
 */
const files = execFileSync('git', ['ls-files', '-co', '--exclude-standard', 'lib'], { encoding: 'utf8' })
  .split('\n')
  .filter((f) => /\/(commands|queries|jobs)\.ts$/.test(f) && existsSync(f));
const comment = /\/\*[\s\S]*?\*\/|(?<=^|\s)\/\/.*$/gm;
const code = new Map(files.map((f) => [f, readFileSync(f, 'utf8').replace(comment, '')]));
const owned = Object.entries(schema).flatMap(([name, it]) =>
  is(it, PgTable) && 'resellerId' in it ? [{ name, inSql: getTableName(it) }] : [],
);

/** The text from `at` to `end`, or to where a bracket closes that was open there. */
function upTo(text: string, at: number, end: string): string {
  let depth = 0;
  for (let i = at; i < text.length; i++) {
    const c = text.charAt(i);
    if (depth === 0 && c === end) return text.slice(at, i);
    if ('([{'.includes(c)) depth++;
    else if (')]}'.includes(c) && --depth < 0) return text.slice(at, i);
  }
  return text.slice(at);
}

/** What must all be true: the members of a list, and of each `and` in it. */
function conditions(list: string): string[] {
  const found: string[] = [];
  for (let at = 0; at < list.length; at += (found.at(-1)?.length ?? 0) + 1) found.push(upTo(list, at, ','));
  return found
    .map((one) => one.trim())
    .flatMap((one) => (one.startsWith('and(') ? conditions(upTo(one, 'and('.length, ')')) : one || []));
}

/** What a name stands for where it is defined: in the file, or in the one that the file takes it from. */
function definitions(file: string, name: string): { file: string; text: string }[] {
  const text = code.get(file) ?? '';
  const own = [...text.matchAll(new RegExp(`\\bconst ${name}\\b`, 'g'))].map((m) => upTo(text, m.index, ';'));
  if (own.length > 0) return own.map((one) => ({ file, text: one }));
  const from = new RegExp(`^import [^;]*\\b${name}\\b[^;]* from '([^']+)'`, 'm').exec(text)?.[1] ?? '';
  const path = from.startsWith('@/') ? from.slice(2) : join(dirname(file), from);
  return code.has(`${path}.ts`) ? definitions(`${path}.ts`, name) : [];
}

const NAMED = /(?:eq|inArray)\(\s*\w+\.resellerId,|(?:\.resellerId\}|reseller_id) = /;

/** Whether a condition is about the reseller; of a name with several definitions, by each of them. */
function isScoped(file: string, condition: string): boolean {
  if (NAMED.test(condition)) return true;
  const name = /^(\w+)(?:\([\s\S]*\))?$/.exec(condition)?.[1];
  const query = /^inArray\([\w.]+, (\w+)\)$| = any\(array\(\$\{(\w+)\}\)\)`$/.exec(condition);
  const all = definitions(file, query?.[1] ?? query?.[2] ?? name ?? '');
  // What was read before is ids; a query that is part of the statement is a condition.
  return all.length > 0 && all.every((one) => !/\bawait\b/.test(one.text) && isScopedBy(one));
}

function isScopedBy({ file, text }: { file: string; text: string }): boolean {
  if (NAMED.test(text)) return true;
  const all = text.indexOf('and(');
  return all >= 0 && conditions(upTo(text, all + 'and('.length, ')')).some((one) => isScoped(file, one));
}

/** The writes of a file: where each begins, and what its rows must be. */
function writesOf(text: string): { at: number; where: string[] }[] {
  const names = owned.map(({ name }) => name).join('|');
  const built = [...text.matchAll(new RegExp(`\\.(?:update|delete)\\(\\s*(?:${names})\\s*\\)`, 'g'))];
  const tables = owned.map(({ inSql }) => inSql).join('|');
  const written = [
    ...text.matchAll(new RegExp(`\\b(?:update|delete from) (?:${tables}|\\$\\{\\w+\\})\\s`, 'g')),
  ];
  return [
    ...built.map(({ index: at }) => {
      const statement = upTo(text, at, ';');
      const where = statement.indexOf('.where(');
      return { at, where: where < 0 ? [] : conditions(upTo(statement, where + '.where('.length, ')')) };
    }),
    ...written.map(({ index: at }) => {
      const [statement = ''] = upTo(text, at, ';').split('returning ');
      return { at, where: [statement.slice(statement.indexOf('where '))] };
    }),
  ];
}

/** The function that a place is in. */
const within = (text: string, at: number): string =>
  [...text.slice(0, at).matchAll(/^(?:export )?(?:async )?(?:function|const) (\w+)/gm)].at(-1)?.[1] ?? '';

test('every write to rows of a reseller names the reseller, but those that are known to be of all', () => {
  const bare = [...code].flatMap(([file, text]) =>
    writesOf(text)
      .filter(({ where }) => !where.some((one) => isScoped(file, one)))
      .map(({ at }) => `${file}: ${within(text, at)}`),
  );
  expect(bare.sort()).toEqual(Object.values(OF_ALL).flat().sort());
});

/** Rows of all resellers, by why that is right. One that writes so twice stands here twice. */
const OF_ALL: Record<string, string[]> = {
  'a worker takes what is due, and learns from it for whom it works': [
    'lib/accounts/commands.ts: claimTask',
    'lib/mercadopago/charges/commands.ts: claimLook',
    'lib/mercadopago/inbound/commands.ts: claimEvent',
    'lib/receipts/jobs.ts: postpone',
    'lib/renewals/commands.ts: claimRenewal',
    'lib/sync/audit/commands.ts: claimAudit',
    'lib/sync/nudges/commands.ts: takeNudges',
    'lib/sync/runs/claim/commands.ts: claimRun',
  ],
  'one statement for rows of many, which the worker has locked or leased': [
    'lib/packages/delivery/commands.ts: markSent',
    'lib/packages/delivery/commands.ts: setSlots',
    'lib/packages/delivery/commands.ts: setSubscriptions',
    'lib/packages/delivery/settle/commands.ts: cancelSlots',
    'lib/packages/delivery/settle/commands.ts: lookOn',
    'lib/packages/delivery/settle/commands.ts: settleSlots',
    'lib/sheets/recall/commands.ts: change',
  ],
  'an address that several resellers may share is posted to by one driver': [
    'lib/sheets/drain/commands.ts: claimRows',
    'lib/sheets/drain/commands.ts: releaseRows',
    'lib/sheets/drain/commands.ts: settleRows',
    'lib/sheets/drain/spacing/commands.ts: postponeRows',
    'lib/sheets/recall/commands.ts: recalledRows',
  ],
  'what is old is forgotten': [
    'lib/imports/commands.ts: forgetOldImports',
    'lib/imports/commands.ts: forgetOldImports',
    'lib/imports/commands.ts: forgetOldImports',
    'lib/inbound/commands.ts: forgetOldEvents',
    'lib/servers/hours/commands.ts: forgetOldHours',
    'lib/sync/runs/forget/commands.ts: forgetOldComparisons',
  ],
  'the installation’s admin at the machine’s command line': [
    'lib/packages/restore/commands.ts: holdAfterRestore',
    'lib/resellers/commands.ts: resetPassword',
  ],
};
