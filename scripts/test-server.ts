import { chmodSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import postgres from 'postgres';
import type { TestProject } from 'vitest/node';
import { startPostgres, stopPostgres } from './lib/postgres.mjs';
import { lives } from './lib/processes.mjs';
import { migrateEverything } from './migrate-all';

declare module 'vitest' {
  interface ProvidedContext {
    databaseUrl: string;
    templateName: string;
  }
}

const PREFIX = 'ultragestor-vitest-';

/**
 * Vitest's global set-up: one PostgreSQL for the run (TEST_DATABASE_URL, or an embedded one without fsync in a
 * temporary folder) and one migrated template that every test file clones.
 */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  const given = process.env.TEST_DATABASE_URL;
  const server = given ? null : await temporaryServer();
  const url = given ?? server?.url ?? '';
  const templateName = `template_${process.pid}`;
  const admin = postgres(url, { max: 1, onnotice: () => {} });
  const end = async () => {
    if (given) await admin.unsafe(`drop database if exists "${templateName}" with (force)`);
    await admin.end({ timeout: 5 });
    await server?.stop();
  };
  try {
    await admin.unsafe(`drop database if exists "${templateName}"`);
    await admin.unsafe(`create database "${templateName}"`);
    await migrateEverything(withDatabase(url, templateName));
  } catch (error) {
    await end();
    throw error;
  }
  project.provide('databaseUrl', url);
  project.provide('templateName', templateName);
  return end;
}

const withDatabase = (url: string, name: string): string => {
  const changed = new URL(url);
  changed.pathname = `/${name}`;
  return changed.href;
};

async function temporaryServer() {
  sweep();
  const folder = mkdtempSync(join(tmpdir(), `${PREFIX}${process.pid}-`));
  // The server's own user must pass through.
  chmodSync(folder, 0o711);
  const server = await startPostgres({ home: join(folder, 'data'), password: 'test', durable: false });
  return {
    url: server.urlOf('postgres'),
    stop: async () => {
      await stopPostgres(server);
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** A run that was killed leaves its folder: its server ends when its folder is gone. */
function sweep(): void {
  for (const name of readdirSync(tmpdir())) {
    const owner = Number(name.slice(PREFIX.length).split('-')[0]);
    if (name.startsWith(PREFIX) && !lives(owner)) {
      rmSync(join(tmpdir(), name), { recursive: true, force: true });
    }
  }
}
