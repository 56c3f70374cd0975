import { expect, test } from 'vitest';
import { comparisonWords } from './messages';
import { DEFAULTS } from './rules';

test.each([
  [
    DEFAULTS,
    'Todo dia, de madrugada, os clientes são comparados com o painel. Muda sozinho: vencimentos que diferem, sem tirar dias pagos. O resto espera por você.',
  ],
  [
    { every: 'hourly' as const, apply: ['earlier' as const, 'blocked' as const] },
    'De hora em hora os clientes são comparados com o painel. Muda sozinho: vencimentos que o painel tem antes, sem tirar dias pagos; a situação de quem está ativo em um lado e suspenso no outro. O resto espera por você.',
  ],
  [
    { every: 'daily' as const, apply: [] },
    'Todo dia, de madrugada, os clientes são comparados com o painel. Nada muda sozinho: as diferenças esperam por você.',
  ],
  [{ ...DEFAULTS, every: 'off' as const }, 'Desligada: o painel só é lido quando alguém pede.'],
])('%o', (settings, words) => expect(comparisonWords(settings)).toBe(words));
