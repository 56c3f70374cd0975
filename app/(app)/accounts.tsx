import type { ReactNode } from 'react';
import type { Actor } from '@/lib/auth/rules';
import { nextExpiries, renewalsPerDay } from '@/lib/reports/queries';
import { listServers } from '@/lib/servers/queries';
import { dayOf } from '@/lib/time';
import { KeyFigures } from './key-figures';
import { MarginTable } from './margin-table';
import { NextExpiries } from './next-expiries';
import { PanelHealth } from './panel-health';
import { RenewalsChart } from './renewals-chart';

const NEXT = 8;
const CHART_DAYS = 14;

type Props = Pick<Actor, 'resellerId' | 'reseller'> & { now: Date; children: ReactNode };

/** Money, renewals and panels of who sells accounts; `children` stand beneath the figures. */
export async function Accounts({ resellerId, reseller, now, children }: Props) {
  const zone = reseller.timezone;
  const [expiries, perDay, servers] = await Promise.all([
    nextExpiries(resellerId, now, NEXT),
    renewalsPerDay(resellerId, now, zone, CHART_DAYS),
    listServers(resellerId, now),
  ]);
  return (
    <>
      <KeyFigures resellerId={resellerId} reseller={reseller} today={dayOf(now, zone)} now={now} />
      {children}
      <div className="grid grid-cols-[minmax(0,1fr)] items-start gap-4 lg:grid-cols-[minmax(0,3fr)_minmax(0,2fr)] lg:gap-5">
        <NextExpiries rows={expiries} now={now} zone={zone} />
        <div className="grid grid-cols-[minmax(0,1fr)] gap-4 lg:gap-5">
          <PanelHealth servers={servers} now={now} />
          <RenewalsChart days={perDay} />
        </div>
      </div>
      {servers.length > 0 && <MarginTable servers={servers} currency={reseller.currency} />}
    </>
  );
}
