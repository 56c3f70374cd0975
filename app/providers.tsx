'use client';
import { CSPProvider } from '@base-ui/react/csp-provider';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { NuqsAdapter } from 'nuqs/adapters/next/app';
import { type ReactNode, useState } from 'react';
import { StatusProvider } from '@/components/status';

/** What every page stands in. Queries are only for what changes without the user, so nothing refetches on focus. */
export function Providers({ nonce, children }: { nonce?: string; children: ReactNode }) {
  const [client] = useState(
    () =>
      new QueryClient({
        defaultOptions: { queries: { refetchOnWindowFocus: false, retry: 1, staleTime: 2_000 } },
      }),
  );
  return (
    <CSPProvider nonce={nonce}>
      <QueryClientProvider client={client}>
        <NuqsAdapter>
          <StatusProvider>{children}</StatusProvider>
        </NuqsAdapter>
      </QueryClientProvider>
    </CSPProvider>
  );
}
