import { ButtonLink } from '@/components/button';
import { Card } from '@/components/card';
import type { PriceVersion } from '@/lib/groups/prices/queries';
import { formatDateTime } from '@/lib/time';

type Props = { groupId: string; versions: PriceVersion[]; zone: string; owner: boolean };

/** Every table the group ever had: who saved it, from which text, and the way back to it. */
export function VersionsCard({ groupId, versions, zone, owner }: Props) {
  if (versions.length === 0) return null;
  return (
    <Card title="Versões da tabela">
      <ul className="-my-2 divide-y divide-line">
        {versions.map(({ id, version, userName, createdAt, source }, at) => (
          <li key={id} className="py-2">
            <div className="flex min-h-11 flex-wrap items-center justify-between gap-x-4 gap-y-1 sm:min-h-8">
              <p className="min-w-0 text-ink">
                Versão {version}
                <span className="block text-[0.8125rem] leading-5 text-muted">
                  {formatDateTime(createdAt, zone)} por {userName}
                </span>
              </p>
              {at === 0 ? (
                <span className="text-[0.8125rem] text-faint">Vale agora</span>
              ) : (
                owner && (
                  <ButtonLink
                    href={`/packages/groups/${groupId}/prices?from=${id}`}
                    size="sm"
                    variant="ghost"
                  >
                    Ver e usar a versão {version}
                  </ButtonLink>
                )
              )}
            </div>
            {source && (
              <details className="mt-1">
                <summary className="inline-flex min-h-11 cursor-pointer items-center text-[0.8125rem] text-muted sm:min-h-8">
                  Texto colado
                </summary>
                <pre className="max-h-72 overflow-auto rounded-control bg-sunken p-3 font-sans text-[0.8125rem] whitespace-pre-wrap text-ink wrap-break-word">
                  {source}
                </pre>
              </details>
            )}
          </li>
        ))}
      </ul>
    </Card>
  );
}
