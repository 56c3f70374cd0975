import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import postgres from 'postgres';
import { closeDatabase } from '@/db/client';
import { newId, type ResellerId } from '@/db/ids';

/** What every bench begins and ends with. */

/** A connection to the bench's database, beside the product's own. */
export const openSql = (): postgres.Sql =>
  postgres(process.env.DATABASE_URL ?? '', { max: 1, onnotice: () => {} });

const BRAZIL = { country: 'BR', currency: 'BRL', locale: 'pt-BR', timezone: 'America/Sao_Paulo' };

/** A reseller with nothing yet. */
export async function addReseller(sql: postgres.Sql, market = BRAZIL): Promise<ResellerId> {
  const id = newId() as ResellerId;
  await sql`insert into resellers ${sql({ id, name: 'Bench', ...market })}`;
  return id;
}

/** The bench's own `serve` in a process beside it, so that the double's work is not measured; it has begun at its first line. */
export async function serveBeside(script: string): Promise<ChildProcess> {
  const child = spawn(process.execPath, ['--conditions=react-server', '--import=tsx', script, 'serve'], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  process.on('exit', () => child.kill());
  await once(child.stdout, 'data');
  return child;
}

/** How long some work takes, in milliseconds. */
export async function timed(work: () => PromiseLike<unknown>): Promise<number> {
  const began = performance.now();
  await work();
  return performance.now() - began;
}

/** Prints what was measured and ends the process, with all that it holds open. */
export async function report(sql: postgres.Sql, lines: string[]): Promise<never> {
  process.stdout.write([...lines, ''].join('\n'));
  await sql.end();
  await closeDatabase();
  process.exit(0);
}
