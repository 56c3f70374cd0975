import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { exists, filesHash } from './files.mjs';
import { withLock } from './lock.mjs';
import { longChild } from './long-child.mjs';
import { inRoot } from './paths.mjs';
import { Refusal, say, step } from './say.mjs';

const SOURCES = [
  'app',
  'components',
  'db',
  'lib',
  'messages',
  'public',
  'i18n',
  'proxy.ts',
  'middleware.ts',
].concat([
  'instrumentation.ts',
  'next.config.ts',
  'postcss.config.mjs',
  'tsconfig.json',
  'package-lock.json',
]);
const STAMP = '.next/ultragestor-stamp';

/** Builds for production unless .next was made from exactly these sources. */
export async function ensureBuilt() {
  if (built()) return;
  mkdirSync(inRoot('.data'), { recursive: true, mode: 0o711 });
  await withLock(
    inRoot('.data/build.lock'),
    async () => {
      const sources = sourceHash();
      if (built(sources)) return;
      await step('Compilando para produção', async () => {
        const { code, output } = await nextBuild();
        if (code !== 0) throw new Refusal(`next build falhou:\n${output.slice(-4000)}`);
      });
      writeFileSync(inRoot(STAMP), sources);
    },
    () => say('· Outra compilação está em andamento; aguardando…'),
  );
}

/** Whether .next belongs to the sources as they are. Next empties .next first, so a killed build has no stamp. */
const built = (sources = sourceHash()) =>
  exists(inRoot('.next/BUILD_ID')) &&
  exists(inRoot(STAMP)) &&
  readFileSync(inRoot(STAMP), 'utf8') === sources;

/** One hash over what a build reads. */
const sourceHash = () => filesHash(SOURCES);

const nextBuild = () =>
  longChild('build', process.execPath, [inRoot('node_modules/next/dist/bin/next'), 'build'], {
    env: { ...process.env, NODE_ENV: 'production', NEXT_TELEMETRY_DISABLED: '1' },
  });
