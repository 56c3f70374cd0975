import { createServer as createTcp } from 'node:net';
import { gzipSync } from 'node:zlib';
import { afterAll, describe, expect, test } from 'vitest';
import { callPort, fakeWeb } from './fake-web';

const { listen, web, close } = fakeWeb();
afterAll(close);

describe('answers', () => {
  test('every call has a connection of its own', async () => {
    const sockets = new Set<unknown>();
    const port = await web((req, res) => {
      sockets.add(req.socket);
      res.end('ok');
    });
    await callPort(port);
    await callPort(port, { method: 'POST', json: { a: 1 } });
    expect(sockets.size).toBe(2);
  });

  test('compressed bodies are read', async () => {
    const port = await web((_, res) => {
      res.setHeader('content-encoding', 'gzip').end(gzipSync('{"olá":1}'));
    });
    expect(await callPort(port)).toMatchObject({ ok: true, status: 200, text: '{"olá":1}' });
  });

  test('redirects are answers, and followed only to a named host, without our headers', async () => {
    const seen: (string | undefined)[] = [];
    const other = await web((req, res) => {
      seen.push(`${req.method} ${req.headers.authorization}`);
      res.end('there');
    });
    const port = await web((_, res) => {
      res.writeHead(302, { location: `http://127.0.0.1:${other}/y` }).end();
    });
    expect(await callPort(port)).toMatchObject({ ok: true, status: 302 });
    expect(seen).toEqual([]);
    const followed = await callPort(port, {
      method: 'POST',
      json: {},
      headers: { authorization: 'Bearer x' },
      allowedPrivateHosts: [`127.0.0.1:${port}`, `127.0.0.1:${other}`],
      followHosts: [`127.0.0.1:${other}`],
    });
    expect(followed).toMatchObject({ ok: true, text: 'there' });
    expect(seen).toEqual(['GET undefined']);
  });

  test('a followed redirect still passes the guard', async () => {
    const port = await web((_, res) => {
      res.writeHead(302, { location: 'https://127.0.0.1:8443/' }).end();
    });
    const answer = await callPort(port, { followHosts: ['127.0.0.1:8443'] });
    expect(answer).toMatchObject({ ok: false, kind: 'address_refused', phase: 'headers' });
  });
});

describe('limits', () => {
  test('a gzip bomb, an endless body and endless headers are cut', async () => {
    const bomb = gzipSync(Buffer.alloc(20_000_000));
    const bombed = await web((_, res) => {
      res.setHeader('content-encoding', 'gzip').end(bomb);
    });
    expect(await callPort(bombed)).toMatchObject({ ok: false, kind: 'too_large', phase: 'body' });

    const endless = await web((_, res) => {
      const more = () => {
        while (!res.destroyed && res.write('x'.repeat(65_536)));
      };
      res.on('drain', more);
      more();
    });
    expect(await callPort(endless)).toMatchObject({ ok: false, kind: 'too_large', phase: 'body' });

    const headers = await listen(
      createTcp((s) => {
        s.on('error', () => {});
        s.write(`HTTP/1.1 200 OK\r\nx: ${'y'.repeat(200_000)}`);
      }),
    );
    expect(await callPort(headers)).toMatchObject({ ok: false, phase: 'bytes_written' });
  });

  test('one byte at a time does not outlive the deadline', async () => {
    const port = await web((_, res) => {
      const drip = setInterval(() => res.write('x'), 20);
      res.on('close', () => clearInterval(drip));
    });
    const answer = await callPort(port, { timeoutMs: 300 });
    expect(answer).toMatchObject({ ok: false, kind: 'timeout', phase: 'body' });
  });

  test('silence, a reset after the bytes and a cut body are told apart from never sent', async () => {
    const silent = await listen(createTcp(() => {}));
    expect(await callPort(silent, { timeoutMs: 200 })).toMatchObject({
      kind: 'timeout',
      phase: 'bytes_written',
    });

    const reset = await listen(createTcp((s) => s.once('data', () => s.resetAndDestroy())));
    expect(await callPort(reset, { method: 'POST', json: {} })).toMatchObject({
      kind: 'reset',
      phase: 'bytes_written',
    });

    const cut = await listen(
      createTcp((s) => s.once('data', () => s.end('HTTP/1.1 200 OK\r\ncontent-length: 9\r\n\r\n{"a'))),
    );
    expect(await callPort(cut)).toMatchObject({ ok: false, kind: 'reset', phase: 'body' });
  });

  test('an answer that is no HTTP, a broken packing and an unknown one are bad answers', async () => {
    const noise = await listen(createTcp((s) => s.once('data', () => s.end('SSH-2.0-OpenSSH\r\n'))));
    expect(await callPort(noise)).toMatchObject({ ok: false, kind: 'bad_answer' });
    for (const encoding of ['gzip', 'br', 'zstd']) {
      const port = await web((_, res) => {
        res.setHeader('content-encoding', encoding).end('not packed');
      });
      expect(await callPort(port)).toMatchObject({ ok: false, kind: 'bad_answer' });
    }
  });
});
