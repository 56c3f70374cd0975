import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
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

const read = () =>
  sigmaPanel(
    { baseUrl: `http://127.0.0.1:${port}`, username: 'eu', userId: 'u1', token: '1|x', timezone: 'UTC' },
    { allowedPrivateHosts: [`127.0.0.1:${port}`], timeoutMs: 2_000, nextTurn: async () => null },
  ).readCustomer('ana');
const row = (username: string) => ({ username, user_id: 'u1', expires_at: '2026-12-21T02:59:59Z' });
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
