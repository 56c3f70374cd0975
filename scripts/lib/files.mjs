import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';

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
