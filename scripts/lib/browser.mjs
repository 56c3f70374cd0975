import { existsSync, mkdirSync, rmSync } from 'node:fs';
import { inRoot } from './paths.mjs';
import { Refusal } from './say.mjs';

const INSTALLED = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/snap/bin/chromium',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
];

/**
 * A Chromium that really launches, as Playwright's launch options: CHROMIUM_PATH, Playwright's own download, one of
 * the system, else the one that comes as an npm package (no download of its own).
 */
export async function findBrowser() {
  const { chromium } = await import('@playwright/test');
  const given = process.env.CHROMIUM_PATH;
  if (given) return proven(chromium, { executablePath: given });
  for (const path of [chromium.executablePath(), ...INSTALLED]) {
    if (!existsSync(path)) continue;
    const options = await proven(chromium, { executablePath: path }).catch(() => null);
    if (options) return options;
  }
  const packaged = await unpacked();
  return proven(chromium, packaged).catch(async () => {
    // A copy that was cut off while it was unpacked.
    rmSync(HOME, { recursive: true, force: true });
    return proven(chromium, await unpacked());
  });
}

const HOME = inRoot('.data/browser');

/** The package unpacks into the system's temporary folder and bends this process's environment: both are contained. */
async function unpacked() {
  mkdirSync(HOME, { recursive: true });
  const before = { ...process.env };
  Object.assign(process.env, { TMPDIR: HOME, AWS_EXECUTION_ENV: 'AWS_Lambda_nodejs20.x' });
  try {
    const { default: sparticuz } = await import('@sparticuz/chromium');
    const executablePath = await sparticuz.executablePath();
    const env = {
      ...before,
      LD_LIBRARY_PATH: [`${HOME}/al2023/lib`, before.LD_LIBRARY_PATH].filter(Boolean).join(':'),
      FONTCONFIG_PATH: `${HOME}/fonts`,
    };
    return { executablePath, env, args: ['--no-zygote', '--disable-gpu', '--font-render-hinting=none'] };
  } finally {
    for (const name of Object.keys(process.env)) if (!(name in before)) delete process.env[name];
    Object.assign(process.env, before);
  }
}

async function proven(chromium, options) {
  // Without these a Chromium of the system talks to its maker at every start.
  const quiet = ['--disable-background-networking', '--disable-component-update', '--disable-sync'];
  const all = { ...options, args: [...(options.args ?? []), ...quiet] };
  try {
    const browser = await chromium.launch(all);
    const page = await browser.newPage();
    await page.setContent('<h1>ok</h1>');
    await page.locator('h1').waitFor();
    await browser.close();
    return all;
  } catch (error) {
    throw new Refusal(
      `O navegador ${options.executablePath} não abre: ${String(error.message).slice(0, 400)}`,
    );
  }
}
