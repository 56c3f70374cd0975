import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { isEmpty } from './database.mjs';
import { readJson, writeJson } from './files.mjs';
import { freePortFrom, isFree } from './ports.mjs';
import { Refusal, say, step } from './say.mjs';
import { runTypescript, typescript } from './typescript.mjs';
import { answers } from './wait.mjs';

/**
 * The demo of this folder, or null: wanted by DEMO, and either begun here before or the database is still empty.
 * Its login is generated once; its panel keeps the port that the demo's server points at.
 */
export async function demoOf({ dir, demo }, databaseUrl) {
  const file = join(dir, 'demo.json');
  const kept = readJson(file);
  if (!demo || (!kept && !(await isEmpty(databaseUrl)))) return null;
  if (kept) return { ...kept, file, ledger: join(dir, 'demo-panel.json') };
  const made = {
    email: 'demo@estrelatv.example',
    password: randomBytes(9).toString('base64url'),
    panelPort: await freePortFrom(4010, promisedPorts()),
    panelToken: `demo-${randomBytes(18).toString('base64url')}`,
    seeded: false,
  };
  writeJson(file, made);
  return { ...made, file, ledger: join(dir, 'demo-panel.json') };
}

/** A private address that the installation allows is some other panel's place, even while that one is not up. */
const promisedPorts = () =>
  (process.env.PANEL_ALLOWED_PRIVATE_HOSTS ?? '').split(',').map((host) => Number(host.split(':').at(-1)));

/** What the product's processes must know of the demo. */
export const demoEnv = (demo) =>
  demo
    ? {
        DEMO: '1',
        DEMO_EMAIL: demo.email,
        DEMO_PASSWORD: demo.password,
        PANEL_ALLOWED_PRIVATE_HOSTS: [process.env.PANEL_ALLOWED_PRIVATE_HOSTS, `127.0.0.1:${demo.panelPort}`]
          .filter(Boolean)
          .join(','),
      }
    : { DEMO: '0' };

/** Starts the demo's panel, unless another program sits on its port. */
export async function startPanel(demo, supervisor) {
  if (!(await isFree(demo.panelPort))) {
    say(`! A porta ${demo.panelPort} está ocupada: o painel de demonstração não foi iniciado.`);
    return;
  }
  const env = {
    FAKE_PANEL_PORT: String(demo.panelPort),
    FAKE_PANEL_LEDGER: demo.ledger,
    FAKE_PANEL_TOKEN: demo.panelToken,
  };
  await supervisor.program('panel', typescript('scripts/fake-panel.ts'), env);
}

/** Fills the demo. The seed goes on where a killed one stopped, so it may run again until it was whole. */
export async function seedDemo(demo, env) {
  if (demo.seeded) return;
  const panelUrl = `http://127.0.0.1:${demo.panelPort}`;
  await step('Criando a demonstração', async () => {
    if (!(await answers(panelUrl)))
      throw new Refusal('O painel de demonstração não subiu: veja logs/panel.log em DATA_DIR.');
    await runTypescript('scripts/seed.ts', {
      ...env,
      DEMO_PANEL_URL: panelUrl,
      DEMO_PANEL_TOKEN: demo.panelToken,
    });
  });
  const { file, ledger, ...kept } = demo;
  writeJson(file, { ...kept, seeded: true });
}
