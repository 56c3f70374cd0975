import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, renameSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { inRoot } from './paths.mjs';

/** The JSON of a file; `fallback` when it is absent or was cut off by a crash. */
export function readJson(path, fallback = null) {
  try {
    return JSON.parse(readFileSync(path, 'utf8'));
  } catch {
    return fallback;
  }
}

/** Writes JSON so that a crash leaves the old file or the new one, readable by its owner only. */
export function writeJson(path, value) {
  const draft = `${path}.${process.pid}.tmp`;
  writeFileSync(draft, `${JSON.stringify(value, null, 2)}\n`, { mode: 0o600 });
  renameSync(draft, path);
}

export const exists = existsSync;

/** One hash over the named files and folders of the project, tests aside. */
export function filesHash(names) {
  const hash = createHash('sha256');
  for (const name of names) {
    for (const file of filesOf(name))
      hash
        .update(file)
        .update('\0')
        .update(readFileSync(inRoot(file)));
  }
  return hash.digest('hex');
}

function filesOf(path) {
  const stat = statSync(inRoot(path), { throwIfNoEntry: false });
  if (!stat) return [];
  if (stat.isFile()) return /\.test\.tsx?$/.test(path) ? [] : [path];
  return readdirSync(inRoot(path))
    .sort()
    .flatMap((name) => filesOf(join(path, name)));
}
