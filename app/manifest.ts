import type { MetadataRoute } from 'next';

/** Installable on the phone it is used on. The maskable icon keeps its mark inside the safe circle. */
export default function manifest(): MetadataRoute.Manifest {
  return {
    id: '/',
    name: 'UltraGestor',
    short_name: 'UltraGestor',
    description: 'Cada pagamento vira exatamente uma renovação, com prova.',
    lang: 'pt-BR',
    start_url: '/',
    scope: '/',
    display: 'standalone',
    background_color: '#f5f7f8',
    theme_color: '#0d5663',
    categories: ['business', 'finance', 'productivity'],
    icons: [
      { src: '/icon-192.png', sizes: '192x192', type: 'image/png' },
      { src: '/icon-512.png', sizes: '512x512', type: 'image/png' },
      { src: '/icon-maskable-512.png', sizes: '512x512', type: 'image/png', purpose: 'maskable' },
    ],
    shortcuts: [
      { name: 'Receber', url: '/invoices' },
      { name: 'O que espera por mim', url: '/deliveries' },
    ],
  };
}
