import { mkdirSync } from 'node:fs';
import { dirname, isAbsolute, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The project's folder. */
const ROOT = resolve(dirname(fileURLToPath(import.meta.url)), '../..');

/** A path inside the project. */
export const inRoot = (...parts) => join(ROOT, ...parts);

/** DATA_DIR as an absolute path, made when missing. Its own files are closed one by one: PostgreSQL's user must pass through. */
export function dataDir(setting = process.env.DATA_DIR) {
  const dir = setting && isAbsolute(setting) ? setting : inRoot(setting || '.data');
  mkdirSync(dir, { recursive: true, mode: 0o711 });
  return dir;
}

/** Reads `.env` of the project; what the environment already says wins. */
export function loadSettings() {
  try {
    process.loadEnvFile(inRoot('.env'));
  } catch (error) {
    if (error.code !== 'ENOENT') throw error;
  }
}
