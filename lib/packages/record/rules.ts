import type { Halves } from '../plan/rules';

type Filed = { slotId: string | null; book: 'orders' | 'payments'; state: string };

/** The order and the payment of one renewal, as far as they were filed. */
export function rowsOf<R extends Filed>(rows: readonly R[], slotId: string): { order?: R; payment?: R } {
  const own = rows.filter((row) => row.slotId === slotId);
  return { order: own.find((r) => r.book === 'orders'), payment: own.find((r) => r.book === 'payments') };
}

/** Which of them stand in their sheets. */
export const halvesOfRows = ({ order, payment }: { order?: Filed; payment?: Filed }): Halves => ({
  order: order?.state === 'done',
  payment: payment?.state === 'done',
});

export type Proof = { at: Date | null; said: string };

/** What each post was answered, as it was kept: entries are read with care, an unreadable one says nothing. */
export function proofsOf(evidence: readonly Record<string, unknown>[]): Proof[] {
  return evidence.flatMap((entry) => {
    const at = new Date(text(entry.at) ?? Number.NaN);
    const status = typeof entry.status === 'number' ? `HTTP ${entry.status}` : null;
    const stored = text(entry.stored);
    const said = [
      [status, text(entry.said)].filter(Boolean).join(': '),
      stored && `na planilha está ${stored}`,
    ]
      .filter(Boolean)
      .join(' · ');
    const known = !Number.isNaN(at.getTime());
    return said || known ? [{ at: known ? at : null, said }] : [];
  });
}

const text = (value: unknown): string | null => (typeof value === 'string' && value ? value : null);
