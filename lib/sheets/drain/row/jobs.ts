import 'server-only';
import type { Reading } from '../../answers/rules';
import { type Posted, postRow, readBack, type Way } from '../../api';
import type { SettledRow } from '../../commands';
import { mayHaveWritten, type Proof } from '../../proof/rules';
import { isSameRow, rowText } from '../../rules';
import type { Settlement } from '../commands';
import type { Target } from '../queries';
import { verdictOf } from '../rules';

/** One claimed row's way: post it, read back what the sheet calls `duplicado`, decide what becomes of it. */
export async function deliverRow(
  row: SettledRow,
  { url, zone }: Target,
  clock: () => Date,
  way: Way,
): Promise<{ reading: Reading; settlement: Settlement }> {
  const began = performance.now();
  const posted: Posted = { ...row, url, zone };
  const reading = await postRow(posted, clock(), way);
  const proof = reading.kind === 'duplicate' ? await prove(posted, reading, row, clock(), way) : null;
  const { delayMs, ...verdict } = verdictOf(reading, proof, row.failures, Math.random());
  const at = clock();
  const { kind, reason, status, said } = reading;
  const shown = {
    ...(proof ? { proof: proof.kind } : {}),
    ...(proof?.kind === 'other' ? { stored: proof.stored } : {}),
  };
  const entry = { at, kind, reason, status, said, ms: Math.round(performance.now() - began), ...shown };
  const nextRunAt = new Date(at.getTime() + delayMs);
  return { reading, settlement: { ...verdict, row, at, nextRunAt, entry } };
}

async function prove(
  posted: Posted,
  { stored }: Reading,
  row: SettledRow,
  now: Date,
  way: Way,
): Promise<Proof> {
  if (stored) return isSameRow(row, stored) ? { kind: 'same' } : { kind: 'other', stored: rowText(stored) };
  return readBack(posted, { mayBeOurs: mayHaveWritten(row.evidence) }, now, way);
}
