import { expect, test } from 'vitest';
import { openWord } from './messages';

test('a move is not plainly done while its account needs a person or is on its way', () => {
  expect(openWord('move', 'done', 'rejected')).toMatchObject({
    ...{ word: 'Movido · conta pendente', needs: true },
  });
  expect(openWord('move', 'done', 'pending')).toMatchObject({
    ...{ word: 'Movido · conta a caminho', needs: false },
  });
  expect(openWord('move', 'done', null)).toBeNull();
  expect(openWord('archive', 'done', 'rejected')).toBeNull();
});
