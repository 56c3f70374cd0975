import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { integrationPanel } from '../integration/api';
import { sigmaPanel } from './api';

type Answer = { status?: number; body: unknown };
let server: Server;
let port: number;
let asked: string[];
let answer: (path: string) => Answer;

beforeAll(async () => {
  server = createServer((req, res) => {
    const path = req.url ?? '';
    asked.push(path);
    const { status = 200, body } = answer(path);
    res.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  port = (server.address() as AddressInfo).port;
});
afterAll(() => new Promise((resolve) => server.close(resolve)));
beforeEach(() => {
  asked = [];
});

const panel = (open = sigmaPanel) =>
  open(
    { baseUrl: `http://127.0.0.1:${port}`, username: 'eu', userId: 'u1', token: '1|x', timezone: 'UTC' },
    { allowedPrivateHosts: [`127.0.0.1:${port}`], timeoutMs: 2_000, nextTurn: async () => null },
  );
const read = () => panel().readCustomer('ana');
const row = (username: unknown, id: unknown = `id-${username}`) => ({
  ...{ id, username, user_id: 'u1', expires_at: '2026-12-21T02:59:59Z' },
});
const isUser = (path: string) => path.includes('webhook/user');

describe('a filter that brings pages of others', () => {
  const pages = (last: number, onLast: string) => (path: string) => {
    const page = Number(new URLSearchParams(path.split('?')[1]).get('page') ?? 1);
    const data = page < last ? [row(`ana${page}`)] : [row(onLast)];
    return { body: { data, meta: { current_page: page, last_page: last } } };
  };

  test('is read on to who is meant, or to its end', async () => {
    answer = pages(3, 'ana');
    expect(await read()).toMatchObject({ kind: 'found', customer: { username: 'ana' } });
    expect(asked.length).toBe(3);
    answer = pages(2, 'anabela');
    expect(await read()).toMatchObject({ kind: 'absent', trace: { reason: 'customer_absent' } });
  });

  test('of more pages than are read, says nothing of who was on none of them', async () => {
    answer = pages(40, 'ana');
    expect(await read()).toMatchObject({ kind: 'unreadable', trace: { reason: 'bad_answer' } });
    expect(asked.length).toBe(20);
  });
});

test.each([
  [{ error: true, message: 'Server busy, try later', data: null }, 'unreadable'],
  [{ error: 'busy', data: [] }, 'unreadable'],
  [{ success: false, data: {} }, 'unreadable'],
  [{ success: false, message: 'Customer not found', data: null }, 'absent'],
  [{ error: false, success: true, data: null }, 'absent'],
  [{ data: [] }, 'absent'],
])('nothing, said as %j, is %s', async (body, kind) => {
  answer = () => ({ body });
  expect(await read()).toMatchObject({ kind });
});

describe('a 404', () => {
  test.each([
    ['that speaks of the customer is an absence', { message: 'Customer not found' }, 'absent', 1],
    ['that names nobody is one where the API shows our user', { message: 'Not Found' }, 'absent', 2],
    ['about something else is none', { error: 'no such site' }, 'unreadable', 1],
  ])('%s', async (_, body, kind, calls) => {
    answer = (path) =>
      isUser(path) ? { body: { data: [{ id: 'u1', username: 'eu' }] } } : { status: 404, body };
    expect(await read()).toMatchObject({ kind });
    expect(asked.length).toBe(calls);
  });

  test.each([
    { status: 404, body: { message: 'Not Found' } },
    { status: 500, body: { message: 'Server Error' } },
    { body: { data: [] } },
  ])('that names nobody is none where the API does not show our user: %j', async (user) => {
    answer = (path) => (isUser(path) ? user : { status: 404, body: { message: 'Not Found' } });
    expect(await read()).toMatchObject({ kind: 'unreadable', trace: { reason: 'wrong_path' } });
  });
});

describe('a page that was not shown, or a row that cannot be read, proves no absence', () => {
  const paged = (last: number, ...pages: unknown[][]) => {
    let shown = 0;
    return () => ({ body: { data: pages[shown++] ?? [], meta: { last_page: last } } });
  };
  test.each<[string, unknown]>([
    ['an error beside nobody', { error: true, message: 'Server busy, try later', data: [] }],
    ['an empty first page of three', { data: [], meta: { last_page: 3 } }],
    ['a row without a name', { data: [row({ x: 1 }), row('ana2')] }],
    ['a row that is null', { data: [null] }],
    ['a row of nothing', { data: [{}] }],
  ])('of a customer: %s', async (_, body) => {
    answer = () => ({ body });
    for (const open of [sigmaPanel, integrationPanel])
      expect(await panel(open).readCustomer('ana')).toMatchObject({ kind: 'unreadable' });
  });

  test.each([
    { success: false, data: [] },
    { data: [], meta: { last_page: 2 } },
  ])('of everybody: %j', async (body) => {
    answer = () => ({ body });
    expect(await panel(integrationPanel).listCustomers?.(1)).toMatchObject({ ok: false });
  });

  test('of a customer whom v1 names by an id that cannot be read', async () => {
    answer = () => ({ body: { data: [row('ana', null), row('ana2')] } });
    expect(await panel(integrationPanel).readCustomer('ana')).toMatchObject({ kind: 'unreadable' });
  });

  const p = (n: number) => ({ id: `p${n}`, name: `Pacote ${n}`, status: 'ACTIVE' });
  test.each<[string, number, unknown[][], object]>([
    ['an empty page', 3, [[p(1)], [], [p(3)]], { ok: false, trace: { reason: 'bad_answer' } }],
    ['a page again', 3, [[p(1)], [p(1)], [p(3)]], { ok: true, complete: false }],
    ['a row without an id', 1, [[p(1), { name: 'Pacote 2' }]], { ok: true, complete: false }],
    ['all of it', 3, [[p(1)], [p(2)], [p(3)]], { ok: true, complete: true, items: { length: 3 } }],
  ])('of packages: %s', async (_, last, pages, expected) => {
    for (const open of [sigmaPanel, integrationPanel]) {
      answer = paged(last, ...pages);
      expect(await panel(open).listPackages()).toMatchObject(expected);
    }
  });
});
