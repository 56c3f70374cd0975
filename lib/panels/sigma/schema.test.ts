import { expect, test } from 'vitest';
import { packagesOf } from './schema';

test.each([
  ['YES', true],
  ['yes', true],
  ['1', true],
  [1, true],
  [true, true],
  ['NO', false],
  [false, false],
  [0, false],
  [null, false],
  [undefined, false],
  [{}, false],
])('a package is a trial or not, in whatever form: %j', (is_trial, trial) => {
  expect(packagesOf({ data: [{ id: 'x', name: 'x', is_trial }] })).toMatchObject([{ trial }]);
});
