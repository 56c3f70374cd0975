'use client';
import { FileSpreadsheet } from 'lucide-react';
import type { Route } from 'next';
import { useRouter } from 'next/navigation';
import { type DragEvent, useId, useState } from 'react';
import { Button } from '@/components/button';
import { classes } from '@/components/classes';
import { areaLook } from '@/components/field-frame';
import { answered } from '@/components/form';
import { useHydrated } from '@/components/hydrated';
import { useUnsaved } from '@/components/unsaved';
import type { ActionResult } from '@/lib/result';

const MAX_BYTES = 2_000_000;

/** A file by button or by dropping it, or a table pasted from a spreadsheet. The server reads it. */
export function UploadForm() {
  const router = useRouter();
  const [pending, setPending] = useState(false);
  const [wrong, setWrong] = useState('');
  const [over, setOver] = useState(false);
  const [text, setText] = useState('');
  const id = useId();
  // A file chosen before React runs would be chosen for nobody.
  const hydrated = useHydrated();
  useUnsaved(text.trim() !== '' && !pending);

  const send = async (body: Blob, name: string) => {
    setWrong('');
    if (body.size > MAX_BYTES) return setWrong('O arquivo passa de 2 MB. Divida-o em partes.');
    setPending(true);
    const result = await answered(() => upload(body, name));
    if (result.ok) return router.push(`/clients/import/${result.data}` as Route);
    setPending(false);
    setWrong(result.message);
  };
  const drop = (event: DragEvent) => {
    event.preventDefault();
    setOver(false);
    const [file] = event.dataTransfer.files;
    if (file && !pending) void send(file, file.name);
  };
  return (
    <div className="grid gap-5">
      <label
        htmlFor={`${id}-file`}
        onDragOver={(event) => {
          event.preventDefault();
          setOver(true);
        }}
        onDragLeave={() => setOver(false)}
        onDrop={drop}
        aria-busy={pending || undefined}
        className={classes(
          'grid cursor-pointer justify-items-center gap-1 rounded-card border border-dashed border-edge px-4 py-8 text-center transition-colors duration-100 hover:bg-sunken has-focus-visible:outline-2 has-focus-visible:outline-offset-2 has-focus-visible:outline-accent',
          over && 'border-accent bg-accent-soft',
          pending && 'pointer-events-none opacity-60',
        )}
      >
        <FileSpreadsheet aria-hidden className="mb-2 size-7 text-accent" />
        <span className="font-medium text-ink">
          {pending ? 'Lendo o arquivo…' : 'Escolher planilha'}
          <span className="max-sm:hidden">{pending ? '' : ' ou soltar aqui'}</span>
        </span>
        <span className="text-[0.8125rem] text-faint">CSV ou XLSX, até 2 MB e 5.000 linhas</span>
        <input
          id={`${id}-file`}
          type="file"
          accept=".csv,.tsv,.txt,.xlsx,text/csv"
          disabled={pending || !hydrated}
          className="sr-only"
          onChange={({ target }) => {
            const file = target.files?.[0];
            target.value = '';
            if (file) void send(file, file.name);
          }}
        />
      </label>
      <div>
        <label
          htmlFor={`${id}-text`}
          className="mb-1.5 block text-sm font-medium text-ink sm:text-[0.8125rem]"
        >
          Ou cole aqui, com a linha dos títulos
        </label>
        <textarea
          id={`${id}-text`}
          rows={4}
          value={text}
          spellCheck={false}
          autoComplete="off"
          placeholder={'usuario;nome;whatsapp;vencimento\njoao01;João Silva;(11) 99999-9999;31/12/2026'}
          onChange={({ target }) => setText(target.value)}
          className={classes(areaLook, 'font-mono text-sm')}
        />
      </div>
      {wrong && (
        <p role="alert" className="rounded-control bg-danger-soft px-3 py-2.5 text-danger">
          {wrong}
        </p>
      )}
      <div className="flex flex-wrap items-center justify-between gap-3">
        <p className="max-w-prose text-[0.8125rem] leading-5 text-faint">
          Importar não cria contas no painel, não renova e não envia mensagens.
        </p>
        <Button
          variant="primary"
          pending={pending}
          disabled={!text.trim()}
          onClick={() => void send(new Blob([text]), '')}
          className="max-sm:w-full"
        >
          Usar texto colado
        </Button>
      </div>
    </div>
  );
}

async function upload(body: Blob, name: string): Promise<ActionResult<string>> {
  const response = await fetch('/clients/import/upload', {
    method: 'POST',
    body,
    headers: { 'content-type': 'application/octet-stream', 'x-file-name': encodeURIComponent(name) },
  });
  const answer = (await response.json()) as { id?: string; message?: string };
  if (response.ok && answer.id) return { ok: true, data: answer.id };
  return { ok: false, message: answer.message ?? 'O servidor não leu o arquivo. Tente de novo.' };
}
