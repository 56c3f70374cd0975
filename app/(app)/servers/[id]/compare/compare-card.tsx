import { GitCompareArrows } from 'lucide-react';
import { ButtonLink } from '@/components/button';
import { Card } from '@/components/card';
import type { ResellerId } from '@/db/ids';
import { comparisonWords } from '@/lib/sync/schedule/messages';
import { settingsOf } from '@/lib/sync/schedule/queries';
import { AdjustComparison } from './adjust-comparison';
import { NudgeAddress } from './nudge-address';

type Props = { resellerId: ResellerId; serverId: string; zone: string; owner: boolean };

/** How the panel is compared by itself, and the address that makes us look sooner. */
export async function CompareCard({ resellerId, serverId, zone, owner }: Props) {
  const settings = await settingsOf(resellerId, serverId);
  return (
    <Card
      title="Comparação automática"
      actions={owner && <AdjustComparison serverId={serverId} settings={settings} />}
    >
      <div className="grid gap-4">
        <div className="flex flex-wrap items-center justify-between gap-3">
          <p className="max-w-prose min-w-0 flex-1 basis-64 text-ink">{comparisonWords(settings)}</p>
          <ButtonLink href={`/servers/${serverId}/sync`} size="sm">
            <GitCompareArrows aria-hidden />
            Comparar com o painel
          </ButtonLink>
        </div>
        {owner && <NudgeAddress resellerId={resellerId} zone={zone} />}
      </div>
    </Card>
  );
}
