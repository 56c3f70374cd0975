import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import type postgres from 'postgres';
import { database } from '@/db/client';
import type { ResellerId } from '@/db/ids';
import { fingerprint } from '@/lib/crypto';
import { databaseNow } from '@/lib/jobs/commands';
import { Lines } from '@/lib/lines';
import { deliverPackages } from '@/lib/packages/delivery/jobs';
import { settleSlots } from '@/lib/packages/delivery/settle/commands';
import { postRow, type Way } from '@/lib/sheets/api';
import { fileRows, type NewRow, saveSheet } from '@/lib/sheets/commands';
import { startFakeSheets } from '@/lib/sheets/fake-sheets';
import { drainSheet } from '@/lib/sheets/jobs';
import { addReseller, openSql, report, serveBeside, timed } from './lib/bench';

const PACKAGES = 2_000;
const DELAY_MS = 50;
const AT_ONCE = 8;
/** The sequential way is slow, and bare lanes are even: so many packages are measured, and said so. */
const SEQUENTIAL = 60;
const BARE = 400;
const HOST = '127.0.0.1:4791';
const BOOKS = ['orders', 'payments'] as const;
const urlOf = (book: (typeof BOOKS)[number]) => `http://${HOST}/macros/s/${book}7f2c/exec`;

if (process.argv[2] === 'serve') {
  const fake = await startFakeSheets({ port: Number(HOST.split(':')[1]) });
  fake.delayMs = DELAY_MS;
  process.stdout.write('ready\n');
} else await measure();

async function measure(): Promise<void> {
  process.env.PANEL_ALLOWED_PRIVATE_HOSTS = HOST;
  setFlagsFromString('--expose-gc');
  const collect: () => void = runInNewContext('gc');
  const heapMb = () => {
    collect();
    return process.memoryUsage().heapUsed / 1_048_576;
  };
  await serveBeside('scripts/bench-sheets.ts');
  const sql = openSql();
  const mozambique = { country: 'MZ', currency: 'MZN', locale: 'pt-MZ', timezone: 'Africa/Maputo' };
  const resellerId = await addReseller(sql, mozambique);
  const sheetIds = await sheetsOf(resellerId);

  const sequential = (await timed(() => oneByOne(SEQUENTIAL))) * (PACKAGES / SEQUENTIAL);
  const bare = (await timed(() => bareLanes(BARE))) * (PACKAGES / BARE);
  await file(resellerId, sheetIds, 100, 'WARM');
  await drainAll(async () => false);
  const before = heapMb();
  await file(resellerId, sheetIds, PACKAGES, 'ROW');
  const draining = await timed(() => drainAll(async () => false));
  const between = heapMb();
  await insertPackages(sql, resellerId);
  let planning = true;
  const whole = await timed(async () => {
    const count = { planned: 0, done: 0 };
    const plan = deliverPackages(databaseNow, count).finally(() => {
      planning = false;
    });
    await Promise.all([plan, drainAll(async () => planning)]);
  });
  const after = heapMb();
  const [left] = await sql`select
      (select count(*)::int from sheet_rows where state <> 'done') as rows,
      (select count(*)::int from package_slots where k = 1 and state <> 'delivered') as slots`;
  if (left?.rows !== 0 || left.slots !== 0) throw new Error(`Not all was delivered: ${JSON.stringify(left)}`);

  const shareOf = async (prefix: string, ms: number) => {
    const [sum] = await sql`select sum((evidence -> -1 ->> 'ms')::int)::int as ms from sheet_rows
                            where reference like ${`${prefix}%`}`;
    return `${Math.round((sum?.ms / (BOOKS.length * AT_ONCE * ms)) * 100)} %`;
  };
  const busy = [await shareOf('ROW', draining), await shareOf('PKG', whole)];
  const possible = (PACKAGES / AT_ONCE) * DELAY_MS;
  const share = (least: number, ms: number) => `${Math.round((least / ms) * 100)} % disso`;
  const line = (name: string, ms: number) =>
    `${name.padEnd(52)} ${(ms / 1000).toFixed(1).padStart(7)} s   ${(sequential / ms).toFixed(1).padStart(6)} ×   ${((possible / ms) * 100).toFixed(0).padStart(4)} % do possível`;
  await report(sql, [
    `${PACKAGES} pacotes, duas planilhas que levam ${DELAY_MS} ms, ${AT_ONCE} envios ao mesmo tempo em cada`,
    line(`Um de cada vez, como o original (${SEQUENTIAL} medidos, em escala)`, sequential),
    line(`Só HTTP, sem banco nem regras (${BARE} medidos, em escala)`, bare),
    line('Só o envio das linhas', draining),
    line('Do pacote vencido à renovação entregue', whole),
    `Dos envios permitidos, em uso na média: ${busy.join(' e ')} (o resto do tempo é da máquina que mede)`,
    `O possível: ${(possible / 1000).toFixed(1)} s; nesta máquina, por HTTP puro, ${(bare / 1000).toFixed(1)} s: as linhas em ${share(bare, draining)}, o pacote inteiro em ${share(bare, whole)}`,
    `Memória (heap): ${before.toFixed(1)} MB antes, ${between.toFixed(1)} MB e ${after.toFixed(1)} MB depois de cada uma`,
  ]);
}

async function sheetsOf(resellerId: ResellerId): Promise<string[]> {
  const doer = { resellerId, userId: null, userName: 'Bench' };
  const now = await databaseNow();
  const ids = await database().transaction(async (tx) => [
    await saveSheet(tx, doer, 'orders', urlOf('orders'), now),
    await saveSheet(tx, doer, 'payments', urlOf('payments'), now),
  ]);
  await database().execute(
    `insert into package_settings (reseller_id, orders_sheet_id, payments_sheet_id, notice)
     values ('${resellerId}', '${ids[0]}', '${ids[1]}', false)`,
  );
  return ids;
}

/** Order, then payment, then the next package: each waits for the one before. */
async function oneByOne(packages: number): Promise<void> {
  for (let i = 0; i < packages; i++)
    for (const book of BOOKS) await post(book, `SEQ${i}`, { timeoutMs: 60_000 });
}

/** What this machine can do at all: as many posts at once as are allowed, and nothing else. */
async function bareLanes(packages: number): Promise<void> {
  const lane = async (book: (typeof BOOKS)[number], lines: Lines, first: number) => {
    for (let i = first; i < packages; i += AT_ONCE)
      await post(book, `BARE${i}`, { timeoutMs: 60_000, lines });
  };
  await Promise.all(
    BOOKS.map(async (book) => {
      const lines = new Lines();
      await Promise.all(Array.from({ length: AT_ONCE }, (_, first) => lane(book, lines, first)));
      lines.close();
    }),
  );
}

async function post(book: (typeof BOOKS)[number], reference: string, way: Way): Promise<void> {
  const now = new Date();
  const row = { reference, value: '100', number: '845123456', chat: '', message: 'Bench' };
  const posted = { ...row, url: urlOf(book), book, zone: 'Africa/Maputo', createdAt: now };
  const { kind } = await postRow(posted, now, way);
  if (kind !== 'applied') throw new Error(`The fake sheet answered ${kind}`);
}

async function file(resellerId: ResellerId, sheetIds: string[], n: number, name: string): Promise<void> {
  const rows: NewRow[] = BOOKS.flatMap((book, at) =>
    Array.from({ length: n }, (_, i) => ({
      ...{ resellerId, book, sheetId: sheetIds[at] ?? null, reference: `${name}${i}`, value: '100' },
      ...{ number: '845123456', chat: '', message: 'Bench', subscriptionId: null, slotId: null },
    })),
  );
  const now = await databaseNow();
  await database().transaction((tx) => fileRows(tx, rows, now));
}

/** Both addresses at once, as two workers would, until nothing is due and nothing more is coming. */
async function drainAll(more: () => Promise<boolean>): Promise<void> {
  await Promise.all(
    BOOKS.map(async (book) => {
      for (let going = true; going; ) {
        going = await more();
        const drained = await drainSheet(fingerprint(urlOf(book)), databaseNow, settleSlots);
        going ||= drained !== null;
        if (drained === null) await new Promise((resolve) => setTimeout(resolve, 20));
      }
    }),
  );
}

async function insertPackages(sql: postgres.Sql, resellerId: ResellerId): Promise<void> {
  await sql`
    insert into package_subscriptions (id, reseller_id, number, reference, ref_key, days, type_name, mode, start_at,
      expires_at, slot_mb, slot_cents, state, next_run_at, link_hash, link_encrypted)
    select gen_random_uuid(), ${resellerId}, '+258845' || lpad(n::text, 6, '0'), 'PKG' || n, 'PKG' || n, 5, '5 Dias',
      'manual', now() - interval '23 hours', now() + interval '4 days', 100, 1250, 'active', now(), 'h' || n, 'x'
    from generate_series(1, ${PACKAGES}::int) n`;
  await sql`
    insert into package_slots (id, reseller_id, subscription_id, k, reference, ref_key, mb, cents, due_at, state)
    select gen_random_uuid(), p.reseller_id, p.id, k, p.reference || 'D' || k, p.reference || 'D' || k, 100, 1250,
      p.start_at + k * interval '1 day' - interval '2 hours', 'owed'
    from package_subscriptions p cross join generate_series(1, 5) k where p.reseller_id = ${resellerId}`;
}
