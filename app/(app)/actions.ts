'use server';
import { cookies, headers } from 'next/headers';
import { z } from 'zod';
import { action } from '@/app/action';
import { signInAtTheDoor } from '@/app/login/door';
import { THEME_COOKIE } from '@/components/theme';
import { isHttps } from '@/lib/auth/rules';
import { done } from '@/lib/result';

const YEAR_SECONDS = 31_536_000;
const themeSchema = z.strictObject({
  theme: z.enum(['system', 'light', 'dark'], 'Escolha um tema da lista.'),
});

/** Keeps the chosen theme with the browser, so that the server's HTML already has it. */
export const rememberTheme = action('viewer', themeSchema, async (_actor, { theme }) => {
  const secure = isHttps(await headers());
  (await cookies()).set(THEME_COOKIE, theme, {
    path: '/',
    maxAge: YEAR_SECONDS,
    sameSite: 'lax',
    httpOnly: true,
    secure,
  });
  return done();
});

/** Ends the session and leads to the login page. */
export async function leave(): Promise<void> {
  await signInAtTheDoor.signOut({ redirectTo: '/login' });
}
