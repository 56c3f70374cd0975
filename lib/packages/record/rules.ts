import type { Halves, SlotView } from '../plan/rules';

type Filed = { slotId: string | null; book: 'orders' | 'payments'; state: string; sheet: string | null };

/** The order and the payment of one renewal, as far as they were filed. */
export function rowsOf<R extends Filed>(rows: readonly R[], slotId: string): { order?: R; payment?: R } {
  const own = rows.filter((row) => row.slotId === slotId);
  return { order: own.find((r) => r.book === 'orders'), payment: own.find((r) => r.book === 'payments') };
}

/** Which of them stand in their sheets. */
export const halvesOfRows = ({ order, payment }: { order?: Filed; payment?: Filed }): Halves => ({
  order: order?.state === 'done',
  payment: payment?.state === 'done',
  phone: !order?.sheet,
});

/** Of every renewal that was filed, which of its rows stand, by its k. */
export const halvesByK = <R extends Filed>(
  slots: readonly { id: string; k: number }[],
  rows: readonly R[],
): Map<number, Halves> =>
  new Map(
    slots.flatMap(({ id, k }) => {
      const own = rowsOf(rows, id);
      return own.order || own.payment ? [[k, halvesOfRows(own)] as const] : [];
    }),
  );

type Moving = { state: string; phoneState: string | null };

/** Whether sheet or phone has still to say something about a row. */
export const isUnderWay = ({ state, phoneState }: Moving): boolean =>
  state === 'queued' ||
  state === 'sending' ||
  (state === 'done' && phoneState !== null && phoneState !== 'confirmed');

/** Where a renewal stands on its package's page: what moves or asks for somebody, what comes, what is over. */
export function sectionOf(view: SlotView): 'now' | 'next' | 'over' {
  if (view === 'scheduled' || view === 'paused') return 'next';
  const over = ['delivered', 'delivered_late', 'skipped', 'cancelled'] satisfies SlotView[];
  return over.some((one) => one === view) ? 'over' : 'now';
}

type Proof = { at: Date | null; said: string };

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
