import { randomUUID } from 'node:crypto';
import postgres from 'postgres';
import { inject } from 'vitest';
import type { Actor, Role } from '@/lib/auth/rules';
import { PLACES } from '@/lib/resellers/rules';
import { closeDatabase, type Database, database } from './client';
import { newId, type ResellerId } from './ids';
import { resellers, users } from './schema/resellers';

type ResellerWish = {
  country?: 'BR' | 'MZ';
  name?: string;
  role?: Role;
  timezone?: string;
  neverResend?: boolean;
};

export type TestDatabase = {
  url: string;
  db: Database;
  /** A second connection for raw SQL: drizzle changes the serializers of its own. */
  sql: postgres.Sql;
  /** Inserts a reseller with one user and answers as that user. */
  reseller(wish?: ResellerWish): Promise<Actor>;
  /** Closes and drops the database: for `afterAll`. */
  drop(): Promise<void>;
};

/** A migrated database of one's own, cloned from the run's template; `database()` points at it from now on. */
export async function testDatabase(): Promise<TestDatabase> {
  const adminUrl = inject('databaseUrl');
  const name = `test_${randomUUID().replaceAll('-', '')}`;
  await asAdmin(adminUrl, `create database "${name}" template "${inject('templateName')}"`);
  const url = new URL(adminUrl);
  url.pathname = `/${name}`;
  await closeDatabase();
  process.env.DATABASE_URL = url.href;
  const sql = postgres(url.href, { max: 4, onnotice: () => {} });
  return {
    url: url.href,
    db: database(),
    sql,
    reseller: insertReseller,
    drop: async () => {
      await Promise.all([closeDatabase(), sql.end({ timeout: 5 })]);
      await asAdmin(adminUrl, `drop database if exists "${name}" with (force)`);
    },
  };
}

async function insertReseller(wish: ResellerWish = {}): Promise<Actor> {
  const { country = 'BR', name = 'Revenda de teste', role = 'owner' } = wish;
  const place = { ...PLACES[country], ...(wish.timezone ? { timezone: wish.timezone } : {}) };
  const id = newId() as ResellerId;
  const userId = newId();
  await database()
    .insert(resellers)
    .values({ id, name, country, ...place, neverResend: wish.neverResend ?? false });
  await database()
    .insert(users)
    .values({
      id: userId,
      resellerId: id,
      name: 'Pessoa de teste',
      email: `${userId}@exemplo.test`,
      role,
      passwordHash: 'no password opens this',
    });
  return {
    userId,
    userName: 'Pessoa de teste',
    role,
    resellerId: id,
    reseller: { name, country, ...place },
  };
}

async function asAdmin(url: string, statement: string): Promise<void> {
  const admin = postgres(url, { max: 1, onnotice: () => {} });
  try {
    await admin.unsafe(statement);
  } finally {
    await admin.end({ timeout: 5 });
  }
}
