import { siteOrigin } from '@/app/site-origin';
import { CopyButton } from '@/components/copy-button';
import type { ResellerId } from '@/db/ids';
import { keyFor } from '@/lib/keys/commands';
import { lastUseOf } from '@/lib/keys/queries';
import { shownDateTime } from '@/lib/time';
import { Fold } from '../section';
import { RenewNudge } from './renew-nudge';

/** Where a panel, or a robot beside it, says that somebody changed: one address for all servers. */
export async function NudgeAddress({ resellerId, zone }: { resellerId: ResellerId; zone: string }) {
  const [origin, key] = await Promise.all([siteOrigin(), keyFor(resellerId, 'sigma')]);
  const lastUse = await lastUseOf(resellerId, 'sigma');
  const url = `${origin}/api/webhooks/sigma/${key}`;
  return (
    <div className="border-t border-line pt-2">
      <Fold
        summary={`Aviso do painel · ${lastUse ? `último em ${shownDateTime(lastUse, zone)}` : 'nenhum recebido ainda'}`}
      >
        <div className="grid min-w-0 gap-2">
          <p className="max-w-prose text-muted">
            Quando o painel, ou um robô seu, avisa neste endereço que um cliente mudou, ele é lido em
            segundos. Do aviso só conta o usuário citado; o que vale é a leitura. O mesmo endereço serve a
            todos os servidores.
          </p>
          <code className="block rounded-control bg-sunken p-3 font-mono text-xs break-all text-ink">
            {url}
          </code>
          {!url.startsWith('https:') && (
            <p className="text-warning">
              O painel só alcança um endereço que a internet vê: abra esta página pelo endereço público, com
              https.
            </p>
          )}
          <div className="-mx-3 flex flex-wrap">
            <CopyButton text={url} label="Copiar endereço" />
            <RenewNudge />
          </div>
        </div>
      </Fold>
    </div>
  );
}
