import 'server-only';
import { headers } from 'next/headers';
import { isHttps } from '@/lib/auth/rules';
import { env } from '@/lib/env';

/** This site's address as the visitor reached it: what is copied from a page must work where it is sent. */
export async function siteOrigin(): Promise<string> {
  const asked = await headers();
  const host = (env().TRUST_PROXY && asked.get('x-forwarded-host')) || asked.get('host');
  return `${isHttps(asked) ? 'https' : 'http'}://${host}`;
}
