'use client';
import type { Route } from 'next';
import { useRouter } from 'next/navigation';
import { useState } from 'react';
import { Button } from '@/components/button';
import { answered } from '@/components/form';
import { useHydrated } from '@/components/hydrated';
import type { ActionResult } from '@/lib/result';
import { Choice } from './choice';
import { FilePick } from './file-pick';

const MAX_BYTES = 8_000_000;

/**
 * The two files of the system before, and how to read them. The server answers with a comparison. `tenInUtc`:
 * what ten o'clock here is in UTC.
 */
export function FilesForm({ tenInUtc }: { tenInUtc: string }) {
  const router = useRouter();
  const hydrated = useHydrated();
  const [packages, setPackages] = useState<File | null>(null);
  const [history, setHistory] = useState<File | null>(null);
  const [hours, setHours] = useState('local');
  const [late, setLate] = useState('deliver');
  const [pending, setPending] = useState(false);
  const [wrong, setWrong] = useState('');

  const send = async () => {
    setWrong('');
    if (!packages && !history) return setWrong('Escolha o arquivo dos pacotes, o do histórico ou os dois.');
    if ([packages, history].some((file) => (file?.size ?? 0) > MAX_BYTES))
      return setWrong('Cada arquivo pode ter até 8 MB.');
    setPending(true);
    const texts = { packages: (await packages?.text()) ?? '', history: (await history?.text()) ?? '' };
    const result = await answered(() => upload({ ...texts, hours, late }));
    if (result.ok) return router.push(`/packages/import/${result.data}` as Route);
    setPending(false);
    setWrong(result.message);
  };
  return (
    <div className="grid gap-6">
      <div className="grid gap-4 sm:grid-cols-2">
        <FilePick
          label="Pacotes"
          name="dados_pacotes_clientes.json"
          file={packages}
          onPick={setPackages}
          off={!hydrated}
        />
        <FilePick
          label="Histórico"
          name="historico_renovacoes.json"
          file={history}
          onPick={setHistory}
          off={!hydrated}
        />
      </div>
      <div className="grid gap-6 sm:grid-cols-2">
        <Choice
          title="As horas dos arquivos são"
          value={hours}
          onChange={setHours}
          options={[
            {
              value: 'local',
              label: 'As da minha cidade',
              hint: 'O comum: o que começou às 10:00 está no arquivo como 10:00.',
            },
            {
              value: 'utc',
              label: 'As do horário mundial',
              hint: `Só se o que começou às 10:00 está no arquivo como ${tenInUtc}.`,
            },
          ]}
        />
        <Choice
          title="O que já está atrasado"
          value={late}
          onChange={setLate}
          options={[
            {
              value: 'deliver',
              label: 'Entregar',
              hint: 'Uma renovação a cada 20 h, conforme as suas regras.',
            },
            { value: 'skip', label: 'Pular', hint: 'Marca como pulada e segue do próximo dia.' },
          ]}
        />
      </div>
      {wrong && (
        <p role="alert" className="rounded-control bg-danger-soft px-3 py-2.5 text-danger">
          {wrong}
        </p>
      )}
      <div className="flex flex-wrap items-center justify-between gap-3">
        <p className="max-w-prose text-[0.8125rem] leading-5 text-faint">
          Ler os arquivos não grava nada e não envia nada.
        </p>
        <Button variant="primary" pending={pending} onClick={() => void send()} className="max-sm:w-full">
          Ler e comparar
        </Button>
      </div>
    </div>
  );
}

async function upload(body: Record<string, string>): Promise<ActionResult<string>> {
  const response = await fetch('/packages/import/upload', { method: 'POST', body: JSON.stringify(body) });
  const answer = (await response.json()) as { id?: string; message?: string };
  if (response.ok && answer.id) return { ok: true, data: answer.id };
  return { ok: false, message: answer.message ?? 'O servidor não leu os arquivos. Tente de novo.' };
}
