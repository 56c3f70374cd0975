import { cookies } from 'next/headers';
import type { ReactNode } from 'react';
import { LeaveGuard } from '@/components/leave-guard';
import { Shell } from '@/components/shell';
import { readTheme, THEME_COOKIE } from '@/components/theme';
import { pageGate } from '@/lib/auth/gates';
import { ROLE_NAMES } from '@/lib/auth/messages';
import { needingPerson } from '@/lib/board/queries';
import { packagesNeedingPerson } from '@/lib/packages/stats/queries';
import { leave, rememberTheme } from './actions';
import { OverdueBanner } from './overdue-banner';
import { SilenceBanner } from './silence-banner';

/** Of the pages' actions: what they make due may be done after the answer (app/driven-after.ts). */
export const maxDuration = 120;

export default async function AppLayout({ children }: { children: ReactNode }) {
  const actor = await pageGate();
  const theme = readTheme((await cookies()).get(THEME_COOKIE)?.value);
  const [needing, packages] = await Promise.all([
    needingPerson(actor.resellerId),
    packagesNeedingPerson(actor.resellerId),
  ]);
  return (
    <Shell
      resellerName={actor.reseller.name}
      userName={actor.userName}
      role={ROLE_NAMES[actor.role]}
      theme={theme}
      sells={actor.reseller.country === 'MZ' ? 'packages' : 'accounts'}
      waiting={{ '/deliveries': needing.count, '/packages': packages }}
      rememberTheme={rememberTheme}
      signOut={leave}
    >
      <SilenceBanner />
      <OverdueBanner resellerId={actor.resellerId} />
      {children}
      <LeaveGuard />
    </Shell>
  );
}
