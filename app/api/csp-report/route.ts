import { log } from '@/lib/log';

const MOST_BYTES = 8 * 1024;

/** Where browsers report what the content policy stopped. Only the rule and the page are kept. */
export async function POST(request: Request): Promise<Response> {
  if (Number(request.headers.get('content-length') ?? MOST_BYTES + 1) > MOST_BYTES) {
    return new Response(null, { status: 413 });
  }
  const reports: unknown = await request.json().catch(() => null);
  for (const report of Array.isArray(reports) ? reports.slice(0, 3) : []) {
    const body: Record<string, unknown> = Object(Object(report).body);
    log.warn({ rule: short(body.effectiveDirective), page: pathOf(body.documentURL) }, 'content policy');
  }
  return new Response(null, { status: 204 });
}

const short = (value: unknown) => (typeof value === 'string' ? value.slice(0, 60) : null);
const pathOf = (value: unknown) =>
  typeof value === 'string' && URL.canParse(value)
    ? new URL(value).pathname.replace(/^\/([fv])\/.*/, '/$1/…')
    : null;
