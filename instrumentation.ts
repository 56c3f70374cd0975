/** Runs once per server process, before it serves: the settings are checked, and addresses can be counted. */
export async function register(): Promise<void> {
  if (process.env.NEXT_RUNTIME !== 'nodejs') return;
  const { env } = await import('./lib/env');
  env();
  const { markAddresses } = await import('./lib/auth/api');
  markAddresses();
}
