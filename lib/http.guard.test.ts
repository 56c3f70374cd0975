import { connect, createServer as createTcp } from 'node:net';
import { createServer as createTls } from 'node:tls';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { guardPeer } from './dial';
import { callPort, fakeWeb } from './fake-web';
import { httpCall } from './http';

const { listen, web, close } = fakeWeb();
afterAll(close);

/** security.md S01, S02, S05-S07; the port is the live listener's wherever the form has room for one. */
const HOSTILE =
  `https://127.0.0.1 https://127.1 https://2130706433 https://0x7f000001 https://0177.0.0.1 https://0
https://①②⑦.⓪.⓪.① https://127。0。0。1 https://169.254.43518 https://0xA9FEA9FE https://169.254.169.254 https://127.0.0.2
https://0x7f.1 https://017700000001 https://10.0.0.1 https://192.168.0.1 https://172.16.0.1 https://100.64.0.1
https://[::1] https://[::] https://[::ffff:127.0.0.1] https://[::ffff:7f00:1] https://[::ffff:a9fe:a9fe] https://[::127.0.0.1]
https://[64:ff9b::a9fe:a9fe] https://[2002:7f00:1::] https://[fe80::1] https://[fc00::1] https://[fd00::1] https://[0:0:0:0:0:0:0:1]
https://localhost https://localhost. https://LOCALHOST https://a.localhost https://metadata.google.internal https://x.internal
https://printer.local https://painel.com@127.0.0.1 https://painel.com:x@127.0.0.1 https://127.0.0.1#@painel.com
https://127.0.0.1\\@painel.com https://127.0.0.1?@painel.com https://%31%32%37.0.0.1 https://127.0.0.1. https://loop.test
https://mixed.test https://garbage.test https://mapped.test http://loop.test http://127.0.0.1 file:///etc/passwd
gopher://127.0.0.1 ftp://127.0.0.1 javascript:alert(1) data:text/plain,x ws://127.0.0.1 //127.0.0.1 https://`.split(
    /\s+/,
  );

const DNS: Record<string, string[]> = {
  'loop.test': ['127.0.0.1'],
  'mixed.test': ['93.184.216.34', '127.0.0.1'],
  'mapped.test': ['::ffff:127.0.0.1'],
  'garbage.test': ['0x7f.1'],
};

describe('no hostile address is ever connected to', () => {
  let connections = 0;
  let port = 0;
  beforeAll(async () => {
    port = await listen(createTcp(() => connections++));
  });
  const resolve = async (host: string) => DNS[host] ?? [];

  test('the table has its 48 inputs', () => expect(HOSTILE.length).toBeGreaterThanOrEqual(48));

  test.each([...HOSTILE, 'https://127.0.0\t.1'])('%s', async (text) => {
    const withPort = text.replace(/^(\w+:\/\/[^/?#\\]+)/, `$1:${port}`);
    for (const url of [text, withPort]) {
      const answer = await httpCall({
        method: 'GET',
        url,
        allowedPrivateHosts: [],
        allowHttp: true,
        resolve,
      });
      expect(answer).toMatchObject({ ok: false, kind: 'address_refused' });
    }
    expect(connections).toBe(0);
  });

  test.each([22, 25, 3306, 5432, 6379, 9200])('port %i is refused before any resolving', async (p) => {
    let asked = 0;
    const answer = await httpCall({
      method: 'GET',
      url: `https://painel.example:${p}/`,
      allowedPrivateHosts: [],
      resolve: async () => {
        asked++;
        return ['93.184.216.34'];
      },
    });
    expect(answer).toMatchObject({ ok: false, kind: 'address_refused', phase: 'blocked' });
    expect(asked).toBe(0);
  });

  test('a connection that ended at a private address is cut before a byte is written', async () => {
    const socket = connect(port, '127.0.0.1');
    await new Promise((resolve) => socket.once('connect', resolve));
    expect(() => guardPeer(socket, false)).toThrow('address_refused');
    expect(socket.destroyed).toBe(true);
    expect(socket.bytesWritten).toBe(0);
  });
});

describe('names', () => {
  test('are resolved once, and the call goes to the checked address under the name', async () => {
    let asked = 0;
    let host: string | undefined;
    const port = await web((req, res) => {
      host = req.headers.host;
      res.end('{}');
    });
    const answer = await callPort(port, {
      url: `http://painel.test:${port}/x`,
      // A rebinding DNS: another answer at the second question.
      resolve: async () => (asked++ === 0 ? ['127.0.0.1'] : ['10.9.9.9']),
    });
    expect(answer).toMatchObject({ ok: true, remoteAddress: '127.0.0.1' });
    expect([asked, host]).toEqual([1, `painel.test:${port}`]);
  });

  test('are the server name of TLS, and a certificate that proves nothing ends the call unsent', async () => {
    let name = '';
    const server = createTls({
      SNICallback: (sni, done) => {
        name = sni;
        done(null);
      },
    });
    server.on('tlsClientError', () => {});
    const port = await listen(server);
    const answer = await callPort(port, {
      url: `https://painel.test:${port}/x`,
      resolve: async () => ['127.0.0.1'],
    });
    expect(answer).toMatchObject({ ok: false, kind: 'tls', phase: 'tls' });
    expect(name).toBe('painel.test');
  });

  test('that do not exist, and ports nobody listens on, are known as unsent', async () => {
    const gone = await httpCall({
      method: 'POST',
      url: 'https://painel.example/',
      allowedPrivateHosts: [],
      resolve: async () => [],
    });
    expect(gone).toMatchObject({ ok: false, kind: 'dns', phase: 'dns' });
    expect(await callPort(1)).toMatchObject({ ok: false, kind: 'connect', phase: 'tcp' });
  });

  test('whose DNS never answers end at the deadline', async () => {
    const answer = await httpCall({
      method: 'GET',
      url: 'https://painel.example/',
      allowedPrivateHosts: [],
      timeoutMs: 100,
      resolve: () => new Promise(() => {}),
    });
    expect(answer).toMatchObject({ ok: false, kind: 'timeout', phase: 'dns' });
  });
});
