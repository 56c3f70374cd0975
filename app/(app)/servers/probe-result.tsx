import { CircleCheck, TriangleAlert } from 'lucide-react';
import { useEffect, useRef } from 'react';
import type { ActionResult } from '@/lib/result';
import { secondsWords } from '@/lib/servers/hours/messages';
import type { ProbeShown } from './shown';

type Props = { result: ActionResult<ProbeShown> | null; testing?: boolean };

/** What a look at a panel found, or why it failed; read out when it arrives, and brought into sight. */
export function ProbeResult({ result, testing = false }: Props) {
  const place = useRef<HTMLDivElement>(null);
  const said = result?.ok ? result.data : result;
  // What is said beside a field takes the focus, and the page with it.
  const shows = said !== null && !('fields' in said && said.fields);
  useEffect(() => {
    if (said && shows) place.current?.scrollIntoView({ block: 'nearest' });
  }, [said, shows]);
  return (
    <div ref={place} className="scroll-my-4">
      <div role="status">
        {testing && <span className="sr-only">Testando…</span>}
        {result?.ok && <Found probe={result.data} />}
      </div>
      {result && !result.ok && (
        <p
          role="alert"
          className="flex items-start gap-2.5 rounded-control bg-danger-soft px-3 py-2.5 text-danger"
        >
          <TriangleAlert aria-hidden className="mt-0.5 size-4.5 shrink-0" />
          <span className="min-w-0 wrap-break-word">{result.message}</span>
        </p>
      )}
    </div>
  );
}

const SHOWN_PACKAGES = 6;

function Found({ probe }: { probe: ProbeShown }) {
  const { user, latencyMs, api, timezone, total, forSale, complete } = probe;
  const rest = forSale.length - SHOWN_PACKAGES;
  return (
    <div className="rounded-control bg-success-soft px-3 py-2.5">
      <p className="flex items-start gap-2.5 font-medium text-success">
        <CircleCheck aria-hidden className="mt-0.5 size-4.5 shrink-0" />
        <span>
          Conectado em {secondsWords(latencyMs)}: {total === 1 ? '1 pacote' : `${total} pacotes`},{' '}
          {forSale.length} à venda
        </span>
      </p>
      <ul className="mt-1.5 grid gap-1 pl-7 text-ink wrap-break-word">
        <li>Revenda {user} encontrada</li>
        {!complete && <li>A lista de pacotes só pôde ser lida em parte</li>}
        {forSale.length === 0 && (
          <li className="text-warning">Nenhum pacote ativo e pago: crie um no painel.</li>
        )}
        {forSale.length > 0 && (
          <li className="text-muted">
            <ul className="list-disc pl-4">
              {forSale.slice(0, SHOWN_PACKAGES).map((p) => (
                <li key={p.id}>{p.name}</li>
              ))}
              {rest > 0 && <li>e mais {rest}</li>}
            </ul>
          </li>
        )}
        {timezone && <li className="text-muted">Horário do painel: {timezone}</li>}
        {api && <li className="text-muted">Conexão: {api}</li>}
      </ul>
    </div>
  );
}
