import type { PackageRecord, RecordRow, RecordSlot } from '@/lib/packages/record/queries';
import type { LatePolicy } from '@/lib/packages/rules';

/** What the page read, for each of its parts. */
export type Known = {
  subscription: PackageRecord;
  slots: RecordSlot[];
  rows: RecordRow[];
  late: LatePolicy;
  now: Date;
  zone: string;
};
