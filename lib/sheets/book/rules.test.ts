import { expect, test } from 'vitest';
import { takenRow } from './rules';

test('a row from outside is taken as our books hold it', () => {
  expect(takenRow('EXT7|12,50|+258845123456')).toEqual({
    ...{ reference: 'EXT7', value: '12.5', number: '845123456' },
  });
  expect(takenRow('EXT7|0,01|845123456')).toMatchObject({ value: '0.01' });
});

test('nothing is worth nothing: a zero never reaches the phone', () => {
  for (const value of ['0', '00', '0.0', '0,00', '0MB', '0.00 MT'])
    expect([value, takenRow(`EXT7|${value}|845123456`)]).toEqual([value, null]);
});
