'use server';
import { headers } from 'next/headers';
import { AuthError } from 'next-auth';
import { z } from 'zod';
import { openAction } from '@/app/action';
import { CODE_WRONG, signInMessage } from '@/lib/auth/messages';
import { demoLogin } from '@/lib/auth/queries';
import { safeReturn } from '@/lib/auth/rules';
import { signInForm } from '@/lib/auth/schema';
import { type ActionResult, done, refused } from '@/lib/result';
import { signInAtTheDoor } from './door';

/** Where a sign-in leads: in, or to the second step. */
type Entered = { next: 'in'; path: string } | { next: 'code' };

/** Signs in with e-mail and password, then the code where the account wants one. */
export const enter = openAction(signInForm, ({ callbackUrl, ...credentials }) =>
  attempt(credentials, callbackUrl),
);

/** Signs in to the demo; the browser never sees its password. */
export const enterDemo = openAction(z.strictObject({ name: z.enum(['tv', 'data']) }), async ({ name }) => {
  const login = await demoLogin((await headers()).get('host'), name);
  return login ? attempt(login, '/') : refused('A demonstração não está disponível aqui.');
});

async function attempt(
  credentials: { email: string; password: string; code?: string },
  callbackUrl: string | undefined,
): Promise<ActionResult<Entered>> {
  try {
    await signInAtTheDoor.signIn('credentials', {
      ...credentials,
      code: credentials.code ?? '',
      redirect: false,
    });
    return done({ next: 'in', path: safeReturn(callbackUrl) });
  } catch (error) {
    const code = error instanceof AuthError && 'code' in error ? String(error.code) : null;
    if (code === null) throw error;
    if (code === 'code_needed') return done({ next: 'code' });
    if (code === 'code_wrong') return refused('Confira os campos destacados.', { code: CODE_WRONG });
    return refused(signInMessage(code));
  }
}
