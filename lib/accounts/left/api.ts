import 'server-only';
import type { CustomerReading } from '@/lib/panels/rules';
import { openPanel } from '@/lib/servers/queries';
import type { TaskRow } from '../commands';
import { newPlace } from './queries';

/** The account that a client has by now, as its panel shows it; null where there is none to look at. */
export async function readNew(task: TaskRow, now: Date): Promise<CustomerReading | null> {
  const place = await newPlace(task);
  const panel = place && (await openPanel(task.resellerId, place.serverId, now));
  return panel ? panel.adapter.readCustomer(place.username) : null;
}
