import { expect, it } from 'vitest';
import { typesIn } from './rules';

const own = (days: number, groupId: string | null, slotMb: number | null) => ({
  ...{ days, groupId, slotMb, slotCents: null },
  name: `${days} dias ${groupId ? 'do grupo' : 'da revenda'}`,
});

it('sells 3, 5, 15 and 30 days everywhere, 100 MB for 12.50 each', () => {
  expect(typesIn([], null, null)).toEqual(
    [3, 5, 15, 30].map((days) => ({ days, name: `${days} Dias`, slotMb: 100, slotCents: 1250 })),
  );
});

it('takes the most particular word for each value', () => {
  const types = typesIn(
    [own(5, null, 200), own(7, 'g', null), own(5, 'g', 300)],
    { slotMb: 120, slotCents: null },
    {
      slotMb: 150,
      slotCents: 900,
    },
  );
  expect(types.map(({ days, slotMb }) => [days, slotMb])).toEqual([
    [3, 120],
    [5, 300],
    [7, 120],
    [15, 120],
    [30, 120],
  ]);
  expect(new Set(types.map((t) => t.slotCents))).toEqual(new Set([900]));
  expect(types.find((t) => t.days === 5)?.name).toBe('5 dias do grupo');
  expect(typesIn([own(5, null, 200)], { slotMb: 120, slotCents: null }, null)[1]?.slotMb).toBe(200);
});
