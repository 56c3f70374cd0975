import { lookup } from 'node:dns/promises';
import { connect as connectTcp, isIP, type Socket } from 'node:net';
import { networkInterfaces } from 'node:os';
import { connect as connectTls } from 'node:tls';
import { bareHost, portOf, privateIp } from './address';

/** How far a call got before it ended (sigma-api.md section 3). */
export type Phase = 'blocked' | 'dns' | 'tcp' | 'tls' | 'bytes_written' | 'headers' | 'body';

/** Answers a name's addresses; tests play the DNS with it. */
export type Resolver = (host: string) => Promise<string[]>;

export class DialError extends Error {
  constructor(
    readonly kind: 'address_refused' | 'dns' | 'connect' | 'tls' | 'timeout',
    readonly phase: Phase,
  ) {
    super(`${kind} at ${phase}`);
  }
}

type Dial = { url: URL; allowListed: boolean; connectMs: number; resolve?: Resolver; signal: AbortSignal };

/**
 * A connected socket to a checked address. Names are resolved once and the connection goes to an address
 * that was checked, so a second answer of the DNS changes nothing (S04); TLS still proves the name.
 */
export async function dial(d: Dial): Promise<Socket> {
  const addresses = await checkedAddresses(d);
  const deadline = performance.now() + d.connectMs;
  let last: DialError | null = null;
  for (const address of addresses.slice(0, 4)) {
    const left = deadline - performance.now();
    if (left <= 0 || d.signal.aborted) break;
    try {
      const socket = await tcp(address, d, left);
      guardPeer(socket, d.allowListed);
      return d.url.protocol === 'https:' ? await tls(socket, d, deadline - performance.now()) : socket;
    } catch (error) {
      if (!(error instanceof DialError) || error.phase !== 'tcp') throw error;
      last = error;
    }
  }
  throw last ?? new DialError('connect', 'tcp');
}

/** Refuses a connection that ended at a private address, whatever was checked before (S03). */
export function guardPeer(socket: Socket, allowListed: boolean): void {
  if (allowListed || !refusedIp(socket.remoteAddress ?? '')) return;
  socket.destroy();
  throw new DialError('address_refused', 'tcp');
}

async function checkedAddresses({ url, allowListed, resolve = systemDns, signal }: Dial): Promise<string[]> {
  const host = bareHost(url);
  const found = isIP(host) ? [host] : await resolved(host, resolve, signal);
  // One private answer among public ones is a rebinding attempt: all are refused.
  if (found.some((ip) => isIP(ip) === 0 || (!allowListed && refusedIp(ip))))
    throw new DialError('address_refused', 'dns');
  return [...found].sort((a, b) => isIP(a) - isIP(b));
}

async function resolved(host: string, resolve: Resolver, signal: AbortSignal): Promise<string[]> {
  const stop = new Promise<never>((_, reject) => {
    signal.addEventListener('abort', () => reject(new DialError('timeout', 'dns')), { once: true });
  });
  const answer = resolve(host).catch(() => []);
  const found = await Promise.race([answer, stop]);
  if (found.length === 0) throw new DialError('dns', 'dns');
  return found;
}

const systemDns: Resolver = async (host) => (await lookup(host, { all: true })).map((a) => a.address);

// The machine's own public address leads back to us as loopback does (S07).
const refusedIp = (ip: string) =>
  privateIp(ip) ||
  Object.values(networkInterfaces()).some((addresses) => addresses?.some((a) => a.address === ip));

function tcp(address: string, { url, signal }: Dial, timeoutMs: number): Promise<Socket> {
  const socket = connectTcp({ host: address, port: portOf(url), noDelay: true });
  return settled(socket, 'connect', 'tcp', 'connect', timeoutMs, signal);
}

function tls(socket: Socket, { url, signal }: Dial, timeoutMs: number): Promise<Socket> {
  const host = bareHost(url);
  const secure = connectTls({
    socket,
    host,
    servername: isIP(host) ? undefined : host,
    ALPNProtocols: ['http/1.1'],
    rejectUnauthorized: true,
  });
  return settled(secure, 'secureConnect', 'tls', 'tls', timeoutMs, signal);
}

function settled(
  socket: Socket,
  event: string,
  phase: Phase,
  kind: 'connect' | 'tls',
  timeoutMs: number,
  signal: AbortSignal,
): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const fail = (why: DialError['kind']) => {
      clearTimeout(timer);
      signal.removeEventListener('abort', late);
      socket.destroy();
      reject(new DialError(why, phase));
    };
    const late = () => fail('timeout');
    const timer = setTimeout(late, Math.max(1, timeoutMs));
    signal.addEventListener('abort', late, { once: true });
    socket.on('error', () => fail(kind));
    socket.once(event, () => {
      clearTimeout(timer);
      signal.removeEventListener('abort', late);
      resolve(socket);
    });
  });
}
