'use client';
import { useQuery } from '@tanstack/react-query';
import { useRouter } from 'next/navigation';
import { useEffect } from 'react';
import { Card } from '@/components/card';
import { ProgressBar } from '@/components/progress-bar';
import { useStatus } from '@/components/status';
import type { Progress as ProgressNow } from '@/lib/imports/queries';

const POLL_MS = 400;

/** How far it is; asking drives it on. It goes on without this page, only slower. */
export function Progress({ id, initial }: { id: string; initial: ProgressNow }) {
  const router = useRouter();
  const { say } = useStatus();
  const { data, isError } = useQuery({
    queryKey: ['import', id, initial.state],
    queryFn: () => step(id),
    initialData: initial,
    staleTime: 0,
    refetchInterval: ({ state }) => (state.data?.state === initial.state ? POLL_MS : false),
    refetchIntervalInBackground: true,
  });
  const ended = data.state !== initial.state;
  const undoing = initial.state === 'undoing';
  useEffect(() => {
    if (!ended) return;
    say(undoing ? 'Importação desfeita' : 'Importação concluída');
    router.refresh();
  }, [ended, undoing, router, say]);
  return (
    <Card>
      <p className="tabular text-base font-semibold text-ink" aria-live="polite">
        {undoing ? 'Desfazendo' : 'Importando'}: {data.handled.toLocaleString('pt-BR')} de{' '}
        {data.total.toLocaleString('pt-BR')} linhas
      </p>
      <ProgressBar value={data.handled} max={data.total} label="Andamento" />
      <p className="mt-3 text-muted">
        {isError
          ? 'Sem resposta do servidor. Tentando de novo; nada se perde nem se repete.'
          : 'Pode recarregar ou fechar esta página: o servidor continua, e o andamento fica guardado aqui.'}
      </p>
    </Card>
  );
}

async function step(id: string): Promise<ProgressNow> {
  const response = await fetch(`/clients/import/${id}/step`, { method: 'POST' });
  if (!response.ok) throw new Error(`step ${response.status}`);
  return (await response.json()) as ProgressNow;
}
