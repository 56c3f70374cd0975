import { randomBytes } from 'node:crypto';
import { type NextRequest, NextResponse } from 'next/server';
import { isHttps, sameOrigin } from './lib/auth/rules';

/**
 * Headers for every answer, and hardly more: this is never the lock. Pages, actions and routes ask
 * lib/auth/gates themselves, because a proxy can be gone around (attack S15).
 */
export function proxy(request: NextRequest): NextResponse {
  const { pathname } = request.nextUrl;
  const https = isHttps(request.headers);
  const nonce = randomBytes(16).toString('base64');
  const policy = contentPolicy(nonce, https, process.env.NODE_ENV === 'development');

  // What the visitor sent under these names is overwritten: the framework takes its nonce from here (S57).
  const headers = new Headers(request.headers);
  headers.delete('content-security-policy-report-only');
  headers.set('x-nonce', nonce);
  headers.set('content-security-policy', policy);
  headers.set('x-ultragestor-path', pathname + request.nextUrl.search);
  const response = answerOf(request, headers);

  for (const [name, value] of Object.entries(headersFor(pathname, https))) response.headers.set(name, value);
  response.headers.set('Content-Security-Policy', policy);
  return response;
}

/** The page or route itself, but for two requests that the framework would answer with a 500. */
function answerOf(request: NextRequest, headers: Headers): NextResponse {
  if (!isReadable(request.nextUrl.pathname))
    return NextResponse.rewrite(new URL('/unreadable-address', request.url), { request: { headers } });
  const trust = process.env.TRUST_PROXY === '1';
  // A page takes a POST only as a server action, with its header or as a form.
  const acts = request.method === 'POST' && !request.nextUrl.pathname.startsWith('/api/');
  if (acts && !sameOrigin(request.headers, trust))
    return new NextResponse('Pedido recusado: veio de outro site.', { status: 403 });
  return NextResponse.next({ request: { headers } });
}

/** `%E0%A4%A` is no text: no page can have that address. */
function isReadable(pathname: string): boolean {
  try {
    return decodeURIComponent(pathname) !== '';
  } catch {
    return false;
  }
}

function contentPolicy(nonce: string, https: boolean, development: boolean): string {
  // Hot reload evaluates code, injects styles and listens on a socket.
  const forDevelopment = { script: " 'unsafe-eval'", style: "'unsafe-inline'", connect: ' ws:' };
  const extra = development ? forDevelopment : { script: '', style: `'nonce-${nonce}'`, connect: '' };
  return [
    "default-src 'none'",
    `script-src 'nonce-${nonce}' 'strict-dynamic'${extra.script}`,
    `style-src 'self' ${extra.style}`,
    "img-src 'self' data: blob:",
    `connect-src 'self'${extra.connect}`,
    "font-src 'self'",
    "manifest-src 'self'",
    "worker-src 'self'",
    "form-action 'self'",
    "base-uri 'none'",
    "object-src 'none'",
    "frame-ancestors 'none'",
    ...(https ? ['upgrade-insecure-requests'] : []),
    'report-to csp',
  ].join('; ');
}

function headersFor(pathname: string, https: boolean): Record<string, string> {
  const common = {
    'X-Content-Type-Options': 'nosniff',
    'Referrer-Policy': /^\/[fv]\//.test(pathname) ? 'no-referrer' : 'strict-origin-when-cross-origin',
    'Permissions-Policy': 'camera=(), geolocation=(), microphone=(), payment=(), usb=(), browsing-topics=()',
    'Cross-Origin-Opener-Policy': 'same-origin',
    'Cross-Origin-Resource-Policy': 'same-origin',
    'X-Robots-Tag': 'noindex, nofollow',
    'Reporting-Endpoints': 'csp="/api/csp-report"',
    ...(https ? { 'Strict-Transport-Security': 'max-age=63072000; includeSubDomains' } : {}),
  };
  // The build's own files are public and named by their content; everything else may belong to somebody (S56).
  const shared =
    pathname.startsWith('/_next/static/') || /^\/[\w.-]+\.(?:png|svg|ico|webmanifest)$/.test(pathname);
  return shared ? common : { ...common, 'Cache-Control': 'private, no-store' };
}
