import 'server-only';
import { database } from '@/db/client';
import type { Doer } from '@/lib/audit/commands';
import { type Activated, activatePackage } from '../commands';

type Schedule = { reference: string; number: string; groupId: string | null; days: number };

/** *Agendar renovações* (manual mode): from now on, without an order or a payment of the package itself. */
export const schedulePackage = (doer: Doer, input: Schedule, now: Date): Promise<Activated> =>
  database().transaction((tx) =>
    activatePackage(tx, doer, { ...input, startAt: now, sold: null, tell: false }, now),
  );
