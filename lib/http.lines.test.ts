import { createServer as createTcp, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, expect, test } from 'vitest';
import { callPort, fakeWeb } from './fake-web';
import { Lines } from './lines';

const { listen, web, close } = fakeWeb();
afterAll(close);

/** A server that counts its connections and answers each request by `answers`, the last one for ever. */
async function counting(...answers: string[]) {
  const seen = { connections: 0, requests: 0, ended: 0 };
  const port = await listen(
    createTcp((socket) => {
      seen.connections++;
      socket.on('error', () => {});
      socket.on('close', () => seen.ended++);
      socket.on('data', () => {
        const answer = answers[Math.min(seen.requests++, answers.length - 1)] ?? '';
        if (answer === 'cut') socket.resetAndDestroy();
        else socket.write(answer);
      });
    }),
  );
  return { port, seen };
}
const OK = 'HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok';

test('calls in a row share one connection, calls at once have one each', async () => {
  const { port, seen } = await counting(OK);
  const lines = new Lines();
  for (let i = 0; i < 5; i++)
    expect(await callPort(port, { method: 'POST', json: { i }, lines })).toMatchObject({
      ...{ ok: true, text: 'ok', remoteAddress: '127.0.0.1' },
    });
  expect(seen).toMatchObject({ connections: 1, requests: 5 });
  await Promise.all([1, 2, 3].map(() => callPort(port, { lines })));
  await Promise.all([1, 2, 3].map(() => callPort(port, { lines })));
  expect(seen).toMatchObject({ connections: 3, requests: 11, ended: 0 });
  await callPort(port);
  expect(seen.connections).toBe(4);
  lines.close();
  await expect.poll(() => seen.ended).toBe(4);
});

test('an error and an answer that closes end the connection', async () => {
  const closing = OK.replace('content-length', 'connection: close\r\ncontent-length');
  for (const [answer, ok] of [
    [closing, true],
    ['HTTP/1.0 200 OK\r\ncontent-length: 2\r\n\r\nok', true],
    ['cut', false],
    ['noise\r\n\r\n', false],
    ['HTTP/1.1 200 OK\r\ncontent-length: 9\r\n\r\nok', false],
    [`${OK.replace('2', '20')}${'x'.repeat(18)}`, false],
  ] as const) {
    const { port, seen } = await counting(OK, answer, OK);
    const lines = new Lines();
    await callPort(port, { lines });
    const more = { lines, timeoutMs: 150, maxBytes: 10 };
    expect((await callPort(port, more)).ok).toBe(ok);
    expect(seen.connections).toBe(1);
    expect(await callPort(port, { lines })).toMatchObject({ ok: true, text: 'ok' });
    expect(seen.connections).toBe(2);
    lines.close();
  }
});

test('a reset on a kept connection leaves in doubt what was sent', async () => {
  const { port, seen } = await counting(OK, 'cut');
  const lines = new Lines();
  await callPort(port, { lines });
  const answer = await callPort(port, { method: 'POST', json: {}, lines });
  expect(answer).toMatchObject({ ok: false, kind: 'reset', phase: 'bytes_written' });
  expect(seen).toMatchObject({ connections: 1, requests: 2 });
});

test('one that the other side has closed is dialled again, and nothing is sent twice', async () => {
  const sockets: Socket[] = [];
  let requests = 0;
  const port = await web((req, res) => {
    requests++;
    sockets.push(req.socket);
    res.end('ok');
  });
  const lines = new Lines();
  for (let i = 0; i < 20; i++) {
    expect(await callPort(port, { method: 'POST', json: {}, lines })).toMatchObject({ ok: true });
    // Half of the ends are seen before the next call begins, half only while it begins.
    sockets.at(-1)?.destroy();
    if (i % 2) await sleep(5);
  }
  expect([new Set(sockets).size, requests]).toEqual([20, 20]);
});

test('one that stood idle for a second is not used again', async () => {
  const { port, seen } = await counting(OK);
  const lines = new Lines();
  await callPort(port, { lines });
  await sleep(1_100);
  expect(seen.ended).toBe(1);
  expect(await callPort(port, { lines })).toMatchObject({ ok: true });
  expect(seen.connections).toBe(2);
  lines.close();
});

test('one is used for the very place it was dialled for only, and each call passes the guard', async () => {
  const { port, seen } = await counting(OK);
  const lines = new Lines();
  const resolve = async () => ['127.0.0.1'];
  await callPort(port, { lines, resolve });
  const named = { lines, resolve, url: `http://painel.test:${port}/x` };
  await callPort(port, named);
  expect(seen.connections).toBe(2);
  await callPort(port, named);
  await callPort(port, { lines, resolve });
  expect(seen.connections).toBe(2);
  await callPort(port, { lines, resolve: async () => ['127.0.0.1'] });
  expect(seen.connections).toBe(3);
  expect(await callPort(port, { lines, resolve, allowedPrivateHosts: [] })).toMatchObject({
    ...{ ok: false, kind: 'address_refused', phase: 'blocked' },
  });
  expect(seen.requests).toBe(5);
  lines.close();
});

test('a followed redirect has a connection of its own place, kept too', async () => {
  const second = await counting(OK);
  let first = 0;
  const sockets = new Set<unknown>();
  const port = await web((req, res) => {
    first++;
    sockets.add(req.socket);
    res.writeHead(302, { location: `http://127.0.0.1:${second.port}/y` }).end();
  });
  const lines = new Lines();
  const hosts = [`127.0.0.1:${port}`, `127.0.0.1:${second.port}`];
  for (let i = 0; i < 3; i++) {
    const more = { json: {}, lines, allowedPrivateHosts: hosts, followHosts: hosts.slice(1) };
    expect(await callPort(port, { method: 'POST', ...more })).toMatchObject({ ok: true, text: 'ok' });
  }
  expect([first, sockets.size]).toEqual([3, 1]);
  expect(second.seen).toMatchObject({ connections: 1, requests: 3 });
  lines.close();
});
