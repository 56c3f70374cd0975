import 'server-only';
import { database } from '@/db/client';
import { type Doer, recordAudit } from '@/lib/audit/commands';
import type { Month } from './rules';

/** Keeps who took a month's report away as a file: before the first line leaves. */
export const recordReportExport = (doer: Doer, month: Month, now: Date): Promise<void> =>
  recordAudit(
    database(),
    doer,
    {
      action: 'packages.exported',
      subjectType: 'reseller',
      subjectId: doer.resellerId,
      detail: { month },
    },
    now,
  );
