import { spawn, spawnSync } from 'node:child_process';
import {
  chownSync,
  existsSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { anyFreePort } from './ports.mjs';
import { placePostgres } from './postgres-place.mjs';
import { commandOf, endGroup, lives } from './processes.mjs';

const USER = 'ultragestor';

/**
 * Starts the embedded PostgreSQL over the data in `home`, making them when there are none, and resolves when it
 * answered a query. `port`: for a restart, the one that others already know. `durable: false` (tests) trades safety for speed. What a crash left behind is healed first.
 */
export async function startPostgres({ home: wanted, password, durable = true, port: wantedPort }) {
  const { bin, home, as } = placePostgres(wanted);
  if (!existsSync(join(home, 'PG_VERSION'))) create(bin.initdb, home, as, password, durable);
  await healStale(home);
  let failure;
  for (let attempt = 0; attempt < 5; attempt += 1) {
    const port = wantedPort ?? (await anyFreePort());
    const child = launch(bin.postgres, home, as, port, durable);
    const url = `postgres://${USER}:${encodeURIComponent(password)}@127.0.0.1:${port}`;
    failure = await firstAnswer(child, `${url}/postgres`, join(home, 'server.log'));
    if (!failure) return { child, port, home, urlOf: (database) => `${url}/${database}` };
    await endGroup(child.pid, { signal: 'SIGINT' });
    // After a kill -9 the old server's children need a moment to notice and let go of the shared memory.
    await sleep(500 * 2 ** attempt);
  }
  throw new Error(`O PostgreSQL embutido não subiu: ${failure}`);
}

/** A fast shutdown: connections are cut, everything committed is on disk. */
export const stopPostgres = (server) => endGroup(server.child.pid, { signal: 'SIGINT', patienceMs: 15_000 });

/** Makes a database when it is absent. */
export async function ensureDatabase(server, name) {
  const { default: postgres } = await import('postgres');
  const sql = postgres(server.urlOf('postgres'), { max: 1, onnotice: () => {} });
  try {
    const [row] = await sql`select 1 as found from pg_database where datname = ${name}`;
    if (!row) await sql.unsafe(`create database "${name}"`);
  } finally {
    await sql.end({ timeout: 5 });
  }
}

/** Made beside and renamed: initdb writes PG_VERSION first, so a killed one would look like a finished one. */
function create(initdb, home, as, password, durable) {
  const draft = `${home}.new`;
  const secret = `${home}.secret`;
  for (const left of [draft, secret]) rmSync(left, { recursive: true, force: true });
  mkdirSync(draft, { mode: 0o700 });
  writeFileSync(secret, `${password}\n`, { mode: 0o600, flag: 'wx' });
  try {
    if (as.uid !== undefined) for (const path of [draft, secret]) chownSync(path, as.uid, as.gid);
    const made = spawnSync(
      initdb,
      ['-D', draft, '-U', USER, '-E', 'UTF8', '-A', 'scram-sha-256', `--pwfile=${secret}`]
        .concat(['--locale=C', '--locale-provider=builtin', '--builtin-locale=C.UTF-8', '--no-instructions'])
        .concat(durable ? [] : ['--no-sync']),
      { ...as, cwd: draft, encoding: 'utf8', env: plainEnv() },
    );
    if (made.status !== 0) {
      throw new Error(`initdb falhou: ${made.error?.message ?? made.stderr.trim().slice(-600)}`);
    }
    rmSync(home, { recursive: true });
    renameSync(draft, home);
  } finally {
    rmSync(secret, { force: true });
  }
}

function launch(program, home, as, port, durable) {
  const settings = {
    listen_addresses: '127.0.0.1',
    port,
    unix_socket_directories: '',
    max_connections: 100,
    shared_buffers: '128MB',
    timezone: 'UTC',
    log_timezone: 'UTC',
    log_min_messages: 'warning',
    // Rows hold people's data: a failing statement's values stay out of the log.
    log_error_verbosity: 'terse',
    log_parameter_max_length_on_error: 0,
    ...(durable
      ? {}
      : { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off', max_connections: 300 }),
  };
  const output = openSync(join(home, 'server.log'), 'a', 0o600);
  const child = spawn(
    program,
    ['-D', home, ...Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`])],
    // Its own group: Ctrl-C in a terminal must not reach it before the programs that use it have ended.
    { ...as, cwd: home, stdio: ['ignore', output, output], detached: true, env: plainEnv() },
  );
  child.on('error', () => {});
  return child;
}

/** Null once a query was answered; else why not. A listening port alone proves nothing: recovery listens too. */
async function firstAnswer(child, url, logFile) {
  const { default: postgres } = await import('postgres');
  for (const until = Date.now() + 60_000; Date.now() < until; ) {
    if (child.pid === undefined || child.exitCode !== null || child.signalCode !== null) return tail(logFile);
    const sql = postgres(url, { max: 1, connect_timeout: 3, onnotice: () => {} });
    const answered = await sql`select 1`.then(
      () => true,
      () => false,
    );
    await sql.end({ timeout: 1 });
    if (answered) return null;
    await sleep(60);
  }
  return `sem resposta em 60 s. ${tail(logFile)}`;
}

/**
 * postmaster.pid outlives a kill -9. A PostgreSQL still serving this folder is one whose starter was killed: it is
 * asked to end. A number that now belongs to another program would make PostgreSQL refuse: the file is removed.
 */
async function healStale(home) {
  const file = join(home, 'postmaster.pid');
  if (!existsSync(file)) return;
  const pid = Number(readFileSync(file, 'utf8').split('\n')[0]);
  if (lives(pid) && commandOf(pid).includes(home))
    await endGroup(pid, { signal: 'SIGINT', patienceMs: 15_000 });
  rmSync(file, { force: true });
}

const tail = (file) => readFileSync(file, 'utf8').trim().split('\n').slice(-3).join(' | ');

/** The caller's PG* variables and locale must not bend the server. */
const plainEnv = () => ({ PATH: process.env.PATH, LC_ALL: 'C', TZ: 'UTC' });
