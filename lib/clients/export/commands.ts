import { database } from '@/db/client';
import { type Doer, recordAudit } from '@/lib/audit/commands';

/** Keeps who took the clients away as a file, and which of them: before the first line leaves. */
export const recordExport = (doer: Doer, asked: { ids?: string[]; filters?: object }, now: Date) =>
  recordAudit(
    database(),
    doer,
    {
      action: 'clients.exported',
      subjectType: 'reseller',
      subjectId: doer.resellerId,
      detail: asked.ids ? { chosen: asked.ids.length } : { filters: asked.filters ?? {} },
    },
    now,
  );
