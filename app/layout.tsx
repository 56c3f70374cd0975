import type { Metadata, Viewport } from 'next';
import localFont from 'next/font/local';
import { cookies, headers } from 'next/headers';
import type { ReactNode } from 'react';
import { readTheme, THEME_COOKIE } from '@/components/theme';
import './globals.css';
import { Providers } from './providers';

export const metadata: Metadata = {
  title: { default: 'UltraGestor', template: '%s · UltraGestor' },
  description:
    'Servidores, clientes, faturas e pacotes: cada pagamento vira exatamente uma renovação, com prova.',
  applicationName: 'UltraGestor',
  appleWebApp: { capable: true, title: 'UltraGestor', statusBarStyle: 'default' },
  formatDetection: { telephone: false, date: false, email: false, address: false },
  robots: { index: false, follow: false },
};

export const viewport: Viewport = {
  viewportFit: 'cover',
  themeColor: [
    { media: '(prefers-color-scheme: light)', color: '#f5f7f8' },
    { media: '(prefers-color-scheme: dark)', color: '#0b1114' },
  ],
};

const inter = localFont({
  src: '../node_modules/@fontsource-variable/inter/files/inter-latin-wght-normal.woff2',
  weight: '100 900',
  variable: '--font-inter',
  display: 'swap',
});

/** The theme stands in the server's HTML, so the first paint already has it. */
export default async function RootLayout({ children }: { children: ReactNode }) {
  const theme = readTheme((await cookies()).get(THEME_COOKIE)?.value);
  const nonce = (await headers()).get('x-nonce') ?? undefined;
  return (
    <html lang="pt-BR" data-theme={theme} className={inter.variable} suppressHydrationWarning>
      <body>
        <Providers nonce={nonce}>{children}</Providers>
      </body>
    </html>
  );
}
