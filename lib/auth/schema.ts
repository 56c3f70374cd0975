import { z } from 'zod';

/** What the session cookie carries. */
export const sessionClaims = z.object({ userId: z.uuid(), sessionVersion: z.number().int() });
