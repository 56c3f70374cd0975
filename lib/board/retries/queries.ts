import 'server-only';
import { type SQL, sql } from 'drizzle-orm';
import { LEFT_STOPS } from '@/lib/accounts/left/rules';
import { type Kind, ROW_IN_DOUBT } from '../rules';

/** `mayRetryUnseen` of rules.ts as conditions on a row `r` that needs a person; the test holds the two together. */
export const retryable = (now: Date): Record<Kind, SQL> => ({
  renewal: sql`r.state = 'rejected'`,
  creation: sql`r.state = 'rejected'`,
  status: sql`r.state = 'rejected' and coalesce(r.reason, '') not in ${[...LEFT_STOPS]}`,
  sheet: sql`coalesce(r.reason, '') not in ${[...ROW_IN_DOUBT]}`,
  message: sql`r.state = 'failed' and coalesce(r.expires_at > ${now.toISOString()}::timestamptz, true)`,
  pix: sql`false`,
});
