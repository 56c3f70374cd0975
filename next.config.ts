import type { NextConfig } from 'next';

const config: NextConfig = {
  poweredByHeader: false,
  reactStrictMode: true,
  typedRoutes: true,
  // `/api/cron/` is the cron route too: a scheduler need not follow redirects (fault F36).
  skipTrailingSlashRedirect: true,
  // The image optimiser is a way out to the network and has had remote code execution; the product has no photos.
  images: { unoptimized: true },
  // `npm test` runs tsc on its own: TypeScript 7 has no compiler API for the build to call.
  typescript: { ignoreBuildErrors: true },
  serverExternalPackages: [
    '@node-rs/argon2',
    'pg-boss',
    'pino',
    'postgres',
    'rate-limiter-flexible',
    'undici',
  ],
  // While developing, the framework would log each action's input: passwords too.
  logging: { serverFunctions: false },
  experimental: { serverActions: { bodySizeLimit: '1mb' } },
};

export default config;
