'use client';
import './globals.css';

type Props = { error: Error & { digest?: string }; retry: () => void };

/** When even the root layout failed: no provider, no cookie, so only plain elements. */
export default function GlobalError({ error, retry }: Props) {
  return (
    <html lang="pt-BR">
      <body className="grid min-h-dvh place-items-center px-6 text-center">
        <title>Erro · UltraGestor</title>
        <main className="max-w-md">
          <h1 className="text-xl font-semibold text-ink">O UltraGestor não abriu</h1>
          <p className="mt-2 text-muted">
            Foi um erro do nosso lado. Pagamentos e renovações em andamento continuam sozinhos.
          </p>
          {error.digest && (
            <p className="tabular mt-2 text-[0.8125rem] text-faint">Referência {error.digest}</p>
          )}
          <button
            type="button"
            onClick={retry}
            className="mt-6 h-11 rounded-control bg-accent px-4 font-medium text-accent-ink hover:bg-accent-strong"
          >
            Tentar de novo
          </button>
        </main>
      </body>
    </html>
  );
}
