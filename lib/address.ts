import { BlockList, isIP } from 'node:net';

/** Which private places an installation may call, and whether a public address may be plain http. */
export type AddressPolicy = {
  /** "127.0.0.1:4010", lower case: the only private addresses outgoing calls may reach; these may be http. */
  allowedPrivateHosts: readonly string[];
  /** The person was warned that the token travels in clear. */
  allowHttp?: boolean;
};

type AddressCheck =
  | { ok: true; url: URL; allowListed: boolean }
  | { ok: false; why: 'malformed' | 'scheme' | 'user_info' | 'port' | 'private' };

/**
 * Whether an address may be called at all, before any name is resolved (security.md S01-S07). `URL` has
 * already turned every spelling of an IP (octal, hex, full-width digits) into one: only its hostname is judged.
 */
export function checkAddress(text: string, policy: AddressPolicy): AddressCheck {
  if (!URL.canParse(text)) return { ok: false, why: 'malformed' };
  const url = new URL(text);
  if (url.protocol !== 'https:' && url.protocol !== 'http:') return { ok: false, why: 'scheme' };
  if (url.username || url.password) return { ok: false, why: 'user_info' };
  if (!url.hostname) return { ok: false, why: 'malformed' };

  const allowListed = policy.allowedPrivateHosts.includes(hostPort(url));
  if (allowListed) return { ok: true, url, allowListed };
  if (url.protocol === 'http:' && !policy.allowHttp) return { ok: false, why: 'scheme' };
  if (!PORTS.has(portOf(url))) return { ok: false, why: 'port' };
  if (privateName(bareHost(url))) return { ok: false, why: 'private' };
  return { ok: true, url, allowListed };
}

/** Whether an IP is not of the public internet. What is no IP at all is refused too. */
export function privateIp(ip: string): boolean {
  const family = isIP(ip);
  if (family === 4) return BLOCKED.check(ip, 'ipv4');
  // Only 2000::/3 is handed out as global unicast.
  return family !== 6 || !GLOBAL_V6.check(ip, 'ipv6') || BLOCKED.check(ip, 'ipv6');
}

/** The host without brackets or a final dot: what is resolved and named in TLS. */
export const bareHost = (url: URL): string => url.hostname.replace(/^\[|\]$/g, '').replace(/\.$/, '');

/** `host:port`, the port always written. */
export const hostPort = (url: URL): string => `${url.hostname.replace(/\.$/, '')}:${portOf(url)}`;

export const portOf = (url: URL): number => Number(url.port || (url.protocol === 'https:' ? 443 : 80));

// The ports a proxying CDN serves panels on (S06).
const PORTS = new Set([443, 80, 8443, 8080, 2053, 2083, 2087, 2096]);

function privateName(host: string): boolean {
  if (isIP(host)) return privateIp(host);
  return host === '' || PRIVATE_NAMES.some((n) => host === n || host.endsWith(`.${n}`));
}

const PRIVATE_NAMES = ['localhost', 'internal', 'local', 'localdomain', 'lan', 'home.arpa', 'onion'];

const BLOCKED = new BlockList();
for (const range of [
  '0.0.0.0/8 10.0.0.0/8 100.64.0.0/10 127.0.0.0/8 169.254.0.0/16 172.16.0.0/12 192.0.0.0/24 192.0.2.0/24',
  '192.88.99.0/24 192.168.0.0/16 198.18.0.0/15 198.51.100.0/24 203.0.113.0/24 224.0.0.0/4 240.0.0.0/4',
  '::/96 ::ffff:0:0:0/96 64:ff9b::/96 64:ff9b:1::/48 100::/64 2001::/23 2001:db8::/32 2002::/16',
  'fc00::/7 fe80::/10 ff00::/8',
].flatMap((line) => line.split(' '))) {
  const [net = '', bits] = range.split('/');
  BLOCKED.addSubnet(net, Number(bits), net.includes(':') ? 'ipv6' : 'ipv4');
}

const GLOBAL_V6 = new BlockList();
GLOBAL_V6.addSubnet('2000::', 3, 'ipv6');
