import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { describe, expect, test } from 'vitest';

/** The rules of docs/decisions/0001-layout.md, by machine. Each failure says what to do instead. */
const files = execFileSync('git', ['ls-files', '-co', '--exclude-standard', '*.ts', '*.tsx', '*.mjs'], {
  encoding: 'utf8',
})
  .split('\n')
  .filter((f) => f && existsSync(f) && !f.startsWith('db/migrations/') && !f.endsWith('.d.ts'));
const source = new Map(files.map((f) => [f, readFileSync(f, 'utf8')]));
const text = (f: string) => source.get(f) ?? '';
const isTest = (f: string) => /\.test\.tsx?$/.test(f) || f.startsWith('e2e/');
const isFake = (f: string) => f.includes('/fake-');
const product = files.filter((f) => !isTest(f) && !isFake(f) && /^(app|components|lib|db)\//.test(f));

/** Imports of a file as paths from the root, type-only ones apart. */
function importsOf(f: string): { path: string; typeOnly: boolean }[] {
  const found = text(f).matchAll(/^(?:import|export)\s+(type\s)?[^'"]*?from\s+['"]([^'"]+)['"]/gms);
  return [...found].map(([, type, spec = '']) => ({ path: resolve(f, spec), typeOnly: Boolean(type) }));
}

function resolve(from: string, spec: string): string {
  if (spec.startsWith('@/')) return spec.slice(2);
  return spec.startsWith('.') ? normalize(join(dirname(from), spec)) : `package:${spec}`;
}

/** What a file takes from others by name, as `path:name`. */
function takenBy(f: string): string[] {
  const clauses = text(f).matchAll(/\{([^{}]*)\}\s*(?:from\s*|=\s*await\s+import\()['"]([^'"]+)['"]/g);
  return [...clauses].flatMap(([, names = '', spec = '']) =>
    names.split(',').map((name) => `${resolve(f, spec)}:${/^\s*(?:type\s+)?(\w+)/.exec(name)?.[1]}`),
  );
}

const offenders = (where: RegExp, forbidden: (path: string, typeOnly: boolean) => boolean) =>
  product
    .filter((f) => where.test(f))
    .flatMap((f) =>
      importsOf(f)
        .filter((i) => forbidden(i.path, i.typeOnly))
        .map((i) => `${f} → ${i.path}`),
    );

const named = (path: string, ...names: string[]) => names.some((n) => path.endsWith(`/${n}`));
const domainOf = (path: string) => /^lib\/([a-z]+)\//.exec(path)?.[1];

describe('layout', () => {
  test('no file over 250 lines: split it by what it is about', () => {
    expect(files.filter((f) => text(f).split('\n').length > 251)).toEqual([]);
  });

  test('the median file stays near 60 lines', () => {
    const sizes = files.map((f) => text(f).split('\n').length).sort((a, b) => a - b);
    expect(sizes[Math.floor(sizes.length / 2)]).toBeLessThanOrEqual(75);
  });

  test('files in lib/<domain>/ bear a name of the vocabulary: a new name is a decision record', () => {
    const allowed = /^(rules|schema|queries|commands|api|messages|jobs|gates|fake-[a-z-]+)(\.[a-z]+)*\.tsx?$/;
    const strange = files.filter((f) => /^lib\/.+\//.test(f) && !allowed.test(f.split('/').at(-1) ?? ''));
    expect(strange.filter((f) => !f.endsWith('.test.ts'))).toEqual([]);
  });

  test('no barrels: import from the file that has it', () => {
    expect(files.filter((f) => /(^|\/)index\.tsx?$/.test(f))).toEqual([]);
  });

  test('what a file exports is imported by another: else drop the `export`, or what nobody uses', () => {
    const taken = new Set(files.flatMap(takenBy));
    // Next reads these files' exports itself.
    const next = /^app\/(.+\/)?(page|route|layout|error|global-error|not-found|manifest)\.tsx?$/;
    const said = /^export (?:async |abstract )*(?:function\*?|const|let|class|type|interface|enum) (\w+)/gm;
    const idle = files
      .filter((f) => /^(app|components|lib|db)\//.test(f) && !isTest(f) && !next.test(f))
      .flatMap((f) => [...text(f).matchAll(said)].map(([, name]) => `${f.replace(/\.tsx?$/, '')}:${name}`))
      .filter((one) => !taken.has(one));
    expect(idle).toEqual([]);
  });
});

describe('who may import whom', () => {
  test('app reaches the database only through lib', () => {
    expect(offenders(/^app\//, (p, type) => p.startsWith('db/') && !type)).toEqual([]);
  });

  test('components know components and pure values', () => {
    const pure = /^(components\/|lib\/(money|time|phone|result|field-words)$|package:)/;
    expect(offenders(/^components\//, (p, type) => !type && !pure.test(p))).toEqual([]);
  });

  test('in lib only queries, commands and jobs touch the database', () => {
    const reaches = (p: string, type: boolean) => !type && p.startsWith('db/') && p !== 'db/ids';
    const outside = offenders(/^lib\//, reaches).filter((o) => !/\/(queries|commands|jobs)\.ts →/.test(o));
    expect(outside.filter((o) => !o.startsWith('lib/queue/api.ts'))).toEqual([]);
  });

  test('rules are pure: rules, values and a date or phone library', () => {
    const values = /^lib\/(money|time|phone|result|search|address)$/;
    const impure = (p: string, type: boolean) =>
      !type &&
      !named(p, 'rules') &&
      p !== './rules' &&
      !values.test(p) &&
      !/^package:(temporal-polyfill|libphonenumber-js|zod|otplib)/.test(p);
    expect(offenders(/^lib\/.+\/rules\.ts$/, impure)).toEqual([]);
  });

  test('db knows nothing of ours', () => {
    expect(offenders(/^db\/(schema|client|ids)/, (p) => /^(lib|app|components)\//.test(p))).toEqual([]);
  });

  test('lib has no cycle between its folders', () => {
    const edges = new Map<string, Set<string>>();
    for (const f of product.filter((p) => p.startsWith('lib/'))) {
      const from = domainOf(f);
      for (const { path, typeOnly } of importsOf(f)) {
        const to = domainOf(path);
        if (from && to && from !== to && !typeOnly) edges.set(from, (edges.get(from) ?? new Set()).add(to));
      }
    }
    const cycles: string[] = [];
    const walk = (at: string, path: string[]) => {
      if (path.includes(at)) return cycles.push([...path.slice(path.indexOf(at)), at].join(' → '));
      for (const next of edges.get(at) ?? []) walk(next, [...path, at]);
    };
    for (const start of edges.keys()) walk(start, []);
    expect([...new Set(cycles)]).toEqual([]);
  });

  test('browser code takes nothing from the server but its types and its actions', () => {
    const client = product.filter((f) => /^['"]use client['"]/.test(text(f)));
    const bad = client.flatMap((f) =>
      importsOf(f)
        .filter(
          (i) =>
            !i.typeOnly &&
            (i.path.startsWith('db/') ||
              (i.path.startsWith('lib/') &&
                named(
                  i.path,
                  'queries',
                  'commands',
                  'jobs',
                  'api',
                  'gates',
                  'env',
                  'crypto',
                  'http',
                  'log',
                ))),
        )
        .map((i) => `${f} → ${i.path}`),
    );
    expect(bad).toEqual([]);
  });
});

describe('one door per act', () => {
  test('only lib/http.ts and what it is made of speak to the network', () => {
    const out =
      /^import (?!type).* from ['"](undici|node:https?|node:net|node:tls|node:dns[^'"]*)['"]|\bfetch\(/m;
    const callers = product.filter((f) => out.test(text(f)) && !/^lib\/(http|dial|address)\.ts$/.test(f));
    // In the browser `fetch` asks our own routes.
    expect(callers.filter((f) => !/^['"]use client['"]/.test(text(f)))).toEqual([]);
  });

  test('only the renewal driver calls a panel’s renew', () => {
    const callers = product.filter(
      (f) => /\.renew\(/.test(text(f)) && !f.startsWith('lib/panels/') && !f.startsWith('lib/servers/'),
    );
    expect(callers).toEqual(['lib/renewals/jobs.ts']);
  });

  test('only lib/crypto.ts says what a client’s password is bound to: one typo, and it is unreadable', () => {
    expect(product.filter((f) => text(f).includes("column: 'password'"))).toEqual(['lib/crypto.ts']);
  });

  test('lib never reads the clock: `now` is an argument', () => {
    const readers = product.filter((f) => f.startsWith('lib/') && /new Date\(\)|Date\.now\(\)/.test(text(f)));
    expect(readers).toEqual([]);
  });

  test('every server action goes through the gate', () => {
    const actions = product.filter((f) => /^['"]use server['"]/.test(text(f)));
    expect(actions.length).toBeGreaterThan(3);
    const ungated = actions.flatMap((f) =>
      [...text(f).matchAll(/^export (?:const (\w+) = (?!action\()|async function (\w+))/gm)].map(
        (m) => `${f}: ${m[1] ?? m[2]}`,
      ),
    );
    expect(ungated.filter((u) => !PUBLIC_ACTIONS.includes(u))).toEqual([]);
  });

  test('an action called here and now is called through `answered`: no answer is a sentence, too', () => {
    const bare = product
      .filter((f) => /^['"]use client['"]/.test(text(f)))
      .flatMap((f) =>
        takenBy(f)
          .map((taken) => taken.split(':'))
          .filter(([path = '', name]) => {
            const bareCall = new RegExp(`(?<!=>\\s*|[.\\w])${name}\\(`);
            return named(path, 'actions') && bareCall.test(text(f));
          })
          .map(([, name]) => `${f}: ${name}`),
      );
    expect(bare.filter((b) => !ANSWERED_FOR.includes(b))).toEqual([]);
  });

  test('every route handler is gated or known to be public', () => {
    const routes = product.filter((f) => /^app\/.*route\.ts$/.test(f));
    expect(routes.filter((f) => !text(f).includes('apiGate(') && !PUBLIC_ROUTES.includes(f))).toEqual([]);
  });

  test('every page is gated or known to be public', () => {
    const pages = product.filter((f) => /^app\/.*page\.tsx$/.test(f));
    expect(pages.length).toBeGreaterThan(8);
    expect(pages.filter((f) => !text(f).includes('pageGate(') && !PUBLIC_PAGES.includes(f))).toEqual([]);
  });
});

/** Each with its own lock: a secret, a password, or nothing to protect. */
const PUBLIC_ACTIONS = [
  'app/(app)/actions.ts: leave',
  'app/login/actions.ts: enter',
  'app/login/actions.ts: enterDemo',
  'app/f/[token]/actions.ts: generatePix',
  'app/f/[token]/actions.ts: lookAgain',
];
/** Whoever calls these in turn waits for the answer: a form, a list of choices. */
const ANSWERED_FOR = [
  'app/(app)/invoices/invoice-form.tsx: saveInvoice',
  'app/(app)/invoices/invoice-form.tsx: searchClients',
  'app/(app)/servers/[id]/move-panel.tsx: testMove',
];
const PUBLIC_ROUTES = [
  'app/api/auth/[...nextauth]/route.ts',
  'app/api/cron/route.ts',
  'app/api/csp-report/route.ts',
  'app/api/health/route.ts',
  'app/api/sheets/[key]/pagamentos/route.ts',
  'app/api/sheets/[key]/pedidos/route.ts',
  'app/api/webhooks/mercadopago/[key]/route.ts',
  'app/api/webhooks/receipts/[key]/route.ts',
  'app/api/webhooks/sigma/[key]/route.ts',
  'app/api/webhooks/evolution/[key]/route.ts',
  'app/api/webhooks/whatsapp-cloud/[key]/route.ts',
];
const PUBLIC_PAGES = ['app/f/[token]/page.tsx', 'app/login/page.tsx', 'app/v/[token]/page.tsx'];
