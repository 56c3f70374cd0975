import { expect, test } from 'vitest';
import { explained, openWord, rowReason, rowWord, tallyWords } from './messages';

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

test('who stays is told as the plan of the move told it, and nothing of a panel where there is none', () => {
  expect(rowWord('move', 'skipped')).toBe('Não movido');
  expect(rowReason('move', 'other_plan')).toContain('Sem plano escolhido no destino');
  expect(rowReason('move', 'renewing')).toContain('mova de novo');
  expect(rowReason('archive', 'renewing')).toContain('Entregas');
  expect(tallyWords({ pending: 0, done: 29, skipped: 18, failed: 0 }, 'move')).toBe(
    '29 feitos · 18 não movidos',
  );
  expect(explained('move', false, { panel: false })).toContain('não tem painel');
  expect(explained('move', false, { panel: true })).toContain('só criada onde não existe');
});
