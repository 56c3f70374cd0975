import { newId, type ResellerId } from '@/db/ids';
import { createClient } from '@/lib/clients/commands';
import { mapImport } from '@/lib/imports/check/commands';
import { startImport, startUndo, storeTable } from '@/lib/imports/commands';
import { workbook } from '@/lib/imports/fake-workbook';
import { readTable } from '@/lib/imports/files/api';
import { driveImport } from '@/lib/imports/jobs';
import { getImport } from '@/lib/imports/queries';
import { databaseNow } from '@/lib/jobs/commands';
import { addReseller, openSql, report, timed } from './lib/bench';

const ROWS = 5_000;
/** One transaction per client is slow: so many are measured, and said so. */
const SINGLE = 250;
const LIMIT_S = 20;

const sql = openSql();
const HEAD = ['usuario', 'nome', 'whatsapp', 'vencimento', 'senha', 'observacoes'];
const lineOf = (i: number) => [
  `conta${i}`,
  `Cliente Número ${i}`,
  `(11) 9${80_000_000 + i}`,
  '10/04/2027',
  `senha-${i}`,
  'cliente antigo',
];
const lines = Array.from({ length: ROWS }, (_, i) => lineOf(i));
const csv = Buffer.from([HEAD, ...lines].map((cells) => cells.join(';')).join('\r\n'), 'latin1');
const xlsx = workbook(
  [HEAD, ...lines]
    .map(
      (cells, at) =>
        `<x:row r="${at + 1}">${cells.map((text) => `<x:c t="inlineStr"><x:is><x:t>${text}</x:t></x:is></x:c>`).join('')}</x:row>`,
    )
    .join(''),
);

const single = ((await timed(oneByOne)) / SINGLE) * ROWS;
const fromCsv = await wizard('clientes.csv', csv);
const fromXlsx = await wizard('clientes.xlsx', xlsx);
await report(sql, [
  `${ROWS} linhas pelo assistente de importação, do arquivo ao fim (limite ${LIMIT_S} s)`,
  line(`Um cliente por transação (${SINGLE} medidos, em escala)`, single),
  ...[...fromCsv, ...fromXlsx].map(([name, ms]) => line(name, ms)),
]);

/** The whole wizard with one file, by parts. */
async function wizard(fileName: string, file: Buffer): Promise<[string, number][]> {
  const { doer, serverId, planId } = await shop();
  const kind = fileName.split('.')[1]?.toUpperCase();
  let id = '';
  const read = await timed(async () => {
    const table = readTable(file);
    if (!table.ok) throw new Error(table.reason);
    id = await storeTable(doer, fileName, table.table, await databaseNow());
  });
  const checked = await timed(async () => {
    const { fields = [] } = (await getImport(doer.resellerId, id)) ?? {};
    const place = { serverId, planId, existing: 'update', onPanel: true } as const;
    const mapping = { id, fields: fields.map((field) => field ?? ''), ...place };
    const dry = await mapImport(doer.resellerId, mapping, await databaseNow());
    if (!dry.ok) throw new Error(dry.reason);
  });
  const applied = await timed(async () => {
    await startImport(doer, id, await databaseNow());
    await driveImport(id, databaseNow, 120_000);
  });
  await count(doer.resellerId, ROWS);
  const undone = await timed(async () => {
    await startUndo(doer, id, await databaseNow());
    await driveImport(id, databaseNow, 120_000);
  });
  await count(doer.resellerId, 0);
  return [
    [`${kind}: ler e guardar`, read],
    [`${kind}: conferir linha por linha`, checked],
    [`${kind}: aplicar`, applied],
    [`${kind}: as três partes`, read + checked + applied],
    [`${kind}: desfazer tudo`, undone],
  ];
}

async function oneByOne(): Promise<void> {
  const { doer, serverId, planId } = await shop();
  for (let i = 0; i < SINGLE; i++) {
    const [username = '', name = '', , , password = ''] = lineOf(i);
    const blank = { email: null, phone: null, notes: null, serverId, planId };
    const expiresAt = new Date('2027-04-11T02:59:59Z');
    const client = { ...blank, id: newId(), username, name, password, expiresAt };
    const saved = await createClient(doer, client, await databaseNow());
    if (!saved.ok) throw new Error(saved.reason);
  }
}

async function shop() {
  const resellerId = await addReseller(sql);
  const [serverId, planId, userId] = [newId(), newId(), newId()];
  await sql`insert into users (id, reseller_id, name, email, role, password_hash)
            values (${userId}, ${resellerId}, 'Bench', ${`${userId}@exemplo.com`}, 'owner', 'x')`;
  await sql`insert into servers (id, reseller_id, name) values (${serverId}, ${resellerId}, 'S')`;
  await sql`insert into plans (id, reseller_id, name, price_cents, server_id)
            values (${planId}, ${resellerId}, 'Mensal', 3500, ${serverId})`;
  return { doer: { resellerId, userId, userName: 'Bench' }, serverId, planId };
}

async function count(resellerId: ResellerId, expected: number): Promise<void> {
  const [found] = await sql`select count(*)::int as n from clients where reseller_id = ${resellerId}`;
  if (found?.n !== expected) throw new Error(`${found?.n} clients instead of ${expected}`);
}

function line(name: string, ms: number): string {
  return `${name.padEnd(56)} ${(ms / 1000).toFixed(2).padStart(7)} s   ${(single / ms).toFixed(1).padStart(6)} ×`;
}
