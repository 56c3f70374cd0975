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
  const made = { ...(kept ?? (await newDemo())) };
  // A demo begun before there were packages gets its second reseller now.
  made.packages ??= await newPackagesDemo(made.panelPort);
  if (JSON.stringify(made) !== JSON.stringify(kept)) writeJson(file, made);
  return { ...made, file, ledger: join(dir, 'demo-panel.json') };
}

/** The demo that was begun in this folder, as it was; null where there is none or none is wanted. */
export function begunDemo({ dir, demo }) {
  const kept = readJson(join(dir, 'demo.json'));
  return demo && kept?.packages ? kept : null;
}

const newDemo = async () => ({
  email: 'demo@estrelatv.example',
  password: randomBytes(9).toString('base64url'),
  panelPort: await freePortFrom(4010, promisedPorts()),
  panelToken: `demo-${randomBytes(18).toString('base64url')}`,
  seeded: false,
});

/** The Mozambican reseller, its two sheets and its WhatsApp gateway. */
async function newPackagesDemo(panelPort) {
  const sheetsPort = await freePortFrom(panelPort + 1, promisedPorts());
  return {
    email: 'demo@dadosrapidos.example',
    password: randomBytes(9).toString('base64url'),
    sheetsPort,
    evolutionPort: await freePortFrom(sheetsPort + 1, promisedPorts()),
    seeded: false,
  };
}

const portsOf = (demo) => [demo.panelPort, demo.packages.sheetsPort, demo.packages.evolutionPort];

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
        PANEL_ALLOWED_PRIVATE_HOSTS: [
          process.env.PANEL_ALLOWED_PRIVATE_HOSTS,
          ...portsOf(demo).map((port) => `127.0.0.1:${port}`),
        ]
          .filter(Boolean)
          .join(','),
      }
    : { DEMO: '0' };

/** Starts the foreign systems of the demo, each unless another program sits on its port. */
export async function startDoubles(demo, supervisor) {
  await startPanel(demo, supervisor);
  const { sheetsPort, evolutionPort } = demo.packages;
  if (!(await isFree(sheetsPort)) || !(await isFree(evolutionPort))) {
    say(
      `! A porta ${sheetsPort} ou ${evolutionPort} está ocupada: as planilhas e o WhatsApp de demonstração não foram iniciados.`,
    );
    return;
  }
  const env = { FAKE_SHEETS_PORT: String(sheetsPort), FAKE_EVOLUTION_PORT: String(evolutionPort) };
  await supervisor.program('canais', typescript('scripts/fake-channels.ts'), env);
}

async function startPanel(demo, supervisor) {
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

/** Fills the demo. A seed goes on where a killed one stopped, so it may run again until it was whole. */
export async function seedDemo(demo, env) {
  const { file, ledger, ...kept } = demo;
  // Side by side: they share no reseller.
  const [tv, data] = await Promise.allSettled([
    kept.seeded ? null : seedTelevision(demo, env),
    kept.packages.seeded ? null : seedPackages(demo.packages, env),
  ]);
  const ended = (one) => one.status === 'fulfilled';
  writeJson(file, {
    ...kept,
    seeded: ended(tv),
    packages: { ...kept.packages, seeded: ended(data) },
  });
  for (const one of [tv, data]) if (!ended(one)) throw one.reason;
}

function seedTelevision({ panelPort, panelToken }, env) {
  const url = `http://127.0.0.1:${panelPort}`;
  const own = { DEMO_PANEL_URL: url, DEMO_PANEL_TOKEN: panelToken };
  return step('Criando a demonstração', () =>
    seedWith('scripts/seed.ts', url, 'O painel', { ...env, ...own }),
  );
}

function seedPackages({ email, password, sheetsPort, evolutionPort }, env) {
  const url = `http://127.0.0.1:${sheetsPort}`;
  const own = {
    DEMO_EMAIL: email,
    DEMO_PASSWORD: password,
    DEMO_SHEETS_URL: url,
    DEMO_EVOLUTION_URL: `http://127.0.0.1:${evolutionPort}`,
  };
  return step('Criando a demonstração de Moçambique', () =>
    seedWith('scripts/seed-packages.ts', url, 'A planilha', { ...env, ...own }),
  );
}

async function seedWith(script, url, name, env) {
  if (!(await answers(`${url}/`)))
    throw new Refusal(`${name} de demonstração não subiu: veja os registros em DATA_DIR/logs.`);
  await runTypescript(script, env);
}
