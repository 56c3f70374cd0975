import { expect, test } from 'vitest';
import { oneByOne } from './one-by-one';

test('a row that fails is counted and holds up nobody behind it', async () => {
  const total = { planned: 0, done: 0, skipped: 0, failed: 0 };
  const seen: string[] = [];
  await oneByOne(['ana', 'bia', 'caio'], total, async (row) => {
    seen.push(row);
    if (row === 'ana') throw new Error('her row is held');
    return row === 'caio';
  });
  expect(seen).toEqual(['ana', 'bia', 'caio']);
  expect(total).toEqual({ planned: 3, done: 1, skipped: 1, failed: 1 });
});
