import type { Socket } from 'node:net';
import type { Readable } from 'node:stream';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { createBrotliDecompress, createGunzip, createInflate } from 'node:zlib';
import { Client } from 'undici';
import { type AddressPolicy, checkAddress, hostPort } from './address';
import { DialError, dial, type Phase, type Resolver } from './dial';
import { type Connection, hangUp, IDLE_MS, type Lines, type Place } from './lines';

type HttpCall = AddressPolicy & {
  method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  url: string;
  headers?: Record<string, string>;
  json?: unknown;
  /** Wall clock of the whole call, slow bodies included. */
  timeoutMs?: number;
  connectMs?: number;
  /** Of the decoded body. */
  maxBytes?: number;
  /** `host:port` of the hosts one redirect may lead to (a GET without our headers); none by default. */
  followHosts?: readonly string[];
  resolve?: Resolver;
  /** Where the connection may come from and is left for the next call, instead of being this call's own. */
  lines?: Lines;
};

type HttpErrorKind =
  | 'address_refused'
  | 'dns'
  | 'connect'
  | 'tls'
  | 'timeout'
  | 'reset'
  | 'too_large'
  | 'bad_answer';

export type HttpAnswer =
  | {
      ok: true;
      status: number;
      /** Names in lower case. */
      headers: Record<string, string>;
      text: string;
      phase: 'body';
      latencyMs: number;
      remoteAddress: string | null;
    }
  | { ok: false; kind: HttpErrorKind; phase: Phase; latencyMs: number };

/**
 * The only way out to the network. Never throws for what the network or the other side does; `phase` says
 * how far the call got: before `bytes_written` the other side certainly saw nothing. Every call has its own
 * connection, because a reset on a reused one leaves in doubt what was sent (F10); only with `lines` several
 * calls in a row share one. Redirects are answers.
 */
export async function httpCall(call: HttpCall): Promise<HttpAnswer> {
  const started = performance.now();
  const latencyMs = () => Math.round(performance.now() - started);
  const checked = checkAddress(call.url, call);
  if (!checked.ok) return { ok: false, kind: 'address_refused', phase: 'blocked', latencyMs: latencyMs() };

  const deadline = new AbortController();
  const timer = setTimeout(() => deadline.abort(), call.timeoutMs ?? 30_000);
  // Beside every signal handed down: whatever hangs, the call ends.
  const stop = new Promise<never>((_, reject) => {
    deadline.signal.addEventListener('abort', () => setImmediate(reject, new Error('deadline')));
  });
  const progress: Progress = { phase: 'dns', remoteAddress: null };
  try {
    const answer = await Promise.race([exchange(call, checked, progress, deadline.signal), stop]);
    const next = redirectOf(call, answer);
    if (!next)
      return {
        ok: true,
        ...answer,
        phase: 'body',
        latencyMs: latencyMs(),
        remoteAddress: progress.remoteAddress,
      };
    const left = Math.max(1, (call.timeoutMs ?? 30_000) - latencyMs());
    const hop = await httpCall({
      ...call,
      ...next,
      headers: {},
      json: undefined,
      timeoutMs: left,
      followHosts: [],
    });
    // The first request ran whatever became of the second.
    return hop.ok || hop.phase === 'body' ? hop : { ...hop, phase: 'headers', latencyMs: latencyMs() };
  } catch (error) {
    return { ok: false, ...failureOf(error, progress.phase, deadline.signal), latencyMs: latencyMs() };
  } finally {
    clearTimeout(timer);
  }
}

type Progress = { phase: Phase; remoteAddress: string | null };
type Exchange = { status: number; headers: Record<string, string>; text: string };

async function exchange(
  call: HttpCall,
  { url, allowListed }: { url: URL; allowListed: boolean },
  progress: Progress,
  signal: AbortSignal,
): Promise<Exchange> {
  const place = { origin: url.origin, allowListed, resolve: call.resolve };
  const kept = call.lines?.take(place);
  if (kept)
    try {
      // What has arrived meanwhile is read first, an end of the connection above all.
      await nextTurn();
      return await talk(call, url, place, kept, progress, signal);
    } catch (error) {
      // Closed while it stood idle, seen before a byte was written: as if it had never been.
      if (!(error instanceof NoSecondConnection) || signal.aborted) throw error;
      progress.phase = 'dns';
    }
  return talk(call, url, place, await connected(call, url, allowListed, signal), progress, signal);
}

async function talk(
  call: HttpCall,
  url: URL,
  place: Place,
  connection: Connection,
  progress: Progress,
  signal: AbortSignal,
): Promise<Exchange> {
  progress.remoteAddress = connection.socket.remoteAddress ?? null;
  // From here the library may write at any moment.
  progress.phase = 'bytes_written';
  let clean = false;
  try {
    const answer = await connection.client.request({
      method: call.method,
      path: url.pathname + url.search,
      headers: {
        'accept-encoding': 'gzip, deflate, br',
        ...(call.json === undefined ? {} : { 'content-type': 'application/json' }),
        ...call.headers,
      },
      body: call.json === undefined ? null : JSON.stringify(call.json),
      signal,
    });
    progress.phase = 'headers';
    const headers = flatten(answer.headers);
    const text = await decoded(answer.body, headers['content-encoding'], call.maxBytes ?? 1_000_000, () => {
      progress.phase = 'body';
    });
    // What is packed may end before the body does; what the other side closes is not used again.
    clean = answer.body.readableEnded && !signal.aborted && !/\bclose\b/i.test(headers.connection ?? '');
    return { status: answer.statusCode, headers, text };
  } finally {
    if (clean && call.lines) call.lines.keep(place, connection);
    else hangUp(connection);
  }
}

async function connected(
  call: HttpCall,
  url: URL,
  allowListed: boolean,
  signal: AbortSignal,
): Promise<Connection> {
  const { connectMs = 5_000, resolve } = call;
  const socket = await dial({ url, allowListed, connectMs, resolve, signal });
  const idle = call.lines ? { keepAliveTimeout: IDLE_MS, keepAliveMaxTimeout: IDLE_MS } : {};
  const client = new Client(url.origin, {
    ...{ connect: once(socket), headersTimeout: 0, bodyTimeout: 0 },
    ...idle,
  });
  return { socket, client };
}

class NoSecondConnection extends Error {}

/** Hands out the one checked socket; a library that asks for a second connection gets none. */
function once(socket: Socket) {
  let given = false;
  return (_: unknown, callback: (...args: [Error, null] | [null, Socket]) => void) => {
    if (given) return callback(new NoSecondConnection(), null);
    given = true;
    // Called back at once, undici 7 waits for ever: it is still inside its own queue.
    setImmediate(callback, null, socket);
  };
}

class TooLarge extends Error {}

async function decoded(
  body: Readable,
  encoding: string | undefined,
  maxBytes: number,
  onByte: () => void,
): Promise<string> {
  // A body nobody reads to its end must not bring the process down.
  body.on('error', () => {});
  const stream = unpacked(body, encoding);
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of stream) {
    onByte();
    size += chunk.length;
    if (size > maxBytes) throw new TooLarge();
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

function unpacked(body: Readable, encoding = 'identity'): Readable {
  if (encoding === '' || encoding === 'identity') return body;
  const make = {
    gzip: createGunzip,
    'x-gzip': createGunzip,
    deflate: createInflate,
    br: createBrotliDecompress,
  }[encoding.toLowerCase()];
  if (!make) throw new Error('unknown content-encoding');
  const unpacker = make({});
  body.on('error', (error) => unpacker.destroy(error));
  return body.pipe(unpacker);
}

function redirectOf(call: HttpCall, { status, headers }: Exchange): { method: 'GET'; url: string } | null {
  if (status < 300 || status > 399 || !headers.location || !call.followHosts?.length) return null;
  if (!URL.canParse(headers.location, call.url)) return null;
  const to = new URL(headers.location, call.url);
  return call.followHosts.includes(hostPort(to)) ? { method: 'GET', url: to.href } : null;
}

const flatten = (raw: Record<string, string | string[] | undefined>): Record<string, string> =>
  Object.fromEntries(Object.entries(raw).map(([k, v]) => [k.toLowerCase(), [v ?? ''].flat().join(', ')]));

function failureOf(error: unknown, phase: Phase, signal: AbortSignal): { kind: HttpErrorKind; phase: Phase } {
  if (error instanceof DialError) return { kind: error.kind, phase: error.phase };
  if (error instanceof TooLarge) return { kind: 'too_large', phase: 'body' };
  if (signal.aborted) return { kind: 'timeout', phase };
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  if (code === 'UND_ERR_HEADERS_OVERFLOW') return { kind: 'too_large', phase };
  const cut =
    code === 'UND_ERR_SOCKET' || code === 'ECONNRESET' || code === 'EPIPE' || code === 'UND_ERR_ABORTED';
  return { kind: cut ? 'reset' : 'bad_answer', phase };
}
