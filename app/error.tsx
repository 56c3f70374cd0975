'use client';
import { CloudOff } from 'lucide-react';
import { Button } from '@/components/button';
import { Notice } from '@/components/notice';

type Props = { error: Error & { digest?: string }; retry: () => void };

/** A page that failed. Nothing was lost: work that was owed stays on its row and goes on by itself. */
export default function ErrorPage({ error, retry }: Props) {
  return (
    <main>
      <Notice
        icon={CloudOff}
        title="Esta página não abriu"
        action={
          <Button variant="primary" onClick={retry}>
            Tentar de novo
          </Button>
        }
      >
        <p>Foi um erro do nosso lado. Pagamentos e renovações em andamento continuam sozinhos.</p>
        {error.digest && (
          <p className="tabular mt-2 text-[0.8125rem] text-faint">Referência {error.digest}</p>
        )}
      </Notice>
    </main>
  );
}
