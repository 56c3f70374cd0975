import { describe, expect, it } from 'vitest';
import {
  addressKey,
  allows,
  clientAddress,
  isHttps,
  isLoopback,
  safeReturn,
  sameOrigin,
  sessionCookie,
} from './rules';

describe('roles', () => {
  it('lets each role do what the smaller ones may', () => {
    expect(allows('owner', 'operator')).toBe(true);
    expect(allows('operator', 'owner')).toBe(false);
    expect(allows('viewer', 'viewer')).toBe(true);
    expect(allows('viewer', 'operator')).toBe(false);
    expect(allows('admin', 'owner')).toBe(true);
  });
});

describe('safeReturn (S26)', () => {
  it.each(['/clients', '/clients?q=ana&page=2', '/servers/0190', '/'])('keeps %s', (path) => {
    expect(safeReturn(path)).toBe(path);
  });

  it.each([
    null,
    undefined,
    '',
    'clients',
    '//evil.example',
    '///evil.example',
    '/\\evil.example',
    '\\\\evil.example',
    '/\\/evil.example',
    'https:evil.example',
    'https://evil.example',
    'http:/evil.example',
    'HTTPS://EVIL.example/',
    'javascript:alert(1)',
    'JaVaScRiPt:alert(1)',
    'data:text/html,x',
    '/\t/evil.example',
    '/\n/evil.example',
    '\t//evil.example',
    ' //evil.example',
    '/ /evil.example',
    '/.//evil.example',
    '/..//evil.example',
    '/a/..//evil.example',
    '/%5cevil\\.example',
    '/\u0000/evil',
    '/é//evil',
    '?x=//evil.example',
    '#//evil.example',
    '@evil.example',
    '/login',
    '/login?callbackUrl=/login',
    '/api/auth/signout',
    `/${'a'.repeat(600)}`,
  ])('turns %j into the first page', (wanted) => {
    expect(safeReturn(wanted)).toBe('/');
  });
});

describe('sameOrigin (S22, S23)', () => {
  const ours = { host: 'painel.example:3000', origin: 'http://painel.example:3000' };
  const asks = (headers: Record<string, string>, proxy = false) => sameOrigin(new Headers(headers), proxy);

  it('accepts our own pages', () => {
    expect(asks(ours)).toBe(true);
    expect(asks({ ...ours, 'sec-fetch-site': 'same-origin' })).toBe(true);
    expect(asks({ host: ours.host, 'sec-fetch-site': 'same-origin' })).toBe(true);
  });

  it.each<Record<string, string>>([
    { ...ours, origin: 'http://evil.example' },
    { ...ours, origin: 'null' },
    { ...ours, origin: '' },
    { ...ours, origin: 'http://painel.example' },
    { ...ours, origin: 'http://painel.example:3000.evil.example' },
    { ...ours, origin: 'nonsense' },
    { host: ours.host },
    { origin: ours.origin },
    { ...ours, 'sec-fetch-site': 'cross-site' },
    { ...ours, origin: 'http://evil.example', 'sec-fetch-site': 'same-origin' },
    { host: ours.host, 'sec-fetch-site': 'cross-site' },
    { ...ours, 'sec-fetch-site': 'same-site' },
    { ...ours, 'sec-fetch-site': 'none' },
    { host: ours.host, origin: 'http://evil.example', 'x-forwarded-host': 'evil.example' },
  ])('refuses %j', (headers) => {
    expect(asks(headers)).toBe(false);
  });

  it('reads the forwarded host only from a trusted proxy', () => {
    const behind = {
      host: '127.0.0.1:3000',
      'x-forwarded-host': 'painel.example',
      origin: 'https://painel.example',
    };
    expect(asks(behind)).toBe(false);
    expect(asks(behind, true)).toBe(true);
  });
});

describe('cookies and addresses (S25, S27)', () => {
  it('binds the cookie to the host on https', () => {
    expect(sessionCookie(true)).toMatch(/^__Host-/);
    expect(sessionCookie(false)).not.toMatch(/^__/);
    expect(isHttps(new Headers({ 'x-forwarded-proto': 'https,http' }))).toBe(true);
    expect(isHttps(new Headers({ 'x-forwarded-proto': 'http' }))).toBe(false);
    expect(isHttps(new Headers())).toBe(false);
  });

  it('believes only what somebody trusted wrote', () => {
    const headers = new Headers({
      'x-forwarded-for': '6.6.6.6, 203.0.113.9',
      'x-real-ip': '198.51.100.4',
      'x-ultragestor-address': '::ffff:192.0.2.7',
    });
    const seen = (trust: Partial<{ vercel: boolean; proxy: boolean; marked: boolean }>) =>
      clientAddress(headers, { vercel: false, proxy: false, marked: false, ...trust });
    expect(seen({ marked: true })).toBe('192.0.2.7');
    expect(seen({ proxy: true, marked: true })).toBe('203.0.113.9');
    expect(seen({ vercel: true })).toBe('198.51.100.4');
    expect(seen({})).toBe('unknown');
  });

  it('counts an IPv6 customer as one', () => {
    expect(addressKey('2001:db8:1:2:3:4:5:6')).toBe('2001:db8:1:2');
    expect(addressKey('2001:db8:1:2::1')).toBe('2001:db8:1:2');
    expect(addressKey('2001:DB8::1')).toBe('2001:db8:0:0');
    expect(addressKey('fe80::1%eth0')).toBe('fe80:0:0:0');
    expect(addressKey('::1')).toBe('0:0:0:0');
    expect(addressKey('10.0.0.1')).toBe('10.0.0.1');
  });

  it('knows this machine', () => {
    for (const host of ['localhost', 'localhost:3000', '127.0.0.1', '127.0.0.1:3000', '[::1]:3000', '::1']) {
      expect(isLoopback(host), host).toBe(true);
    }
    for (const host of ['', '0.0.0.0', 'localhost.evil.example', '127.0.0.1.evil.example', '10.0.0.1']) {
      expect(isLoopback(host), host).toBe(false);
    }
  });
});
