import { z } from 'zod';

/**
 * What a field says where its schema has no sentence of its own; never the library's English. Loaded once by
 * whatever parses forms: the browser's form component and the server's actions.
 */
z.config({
  customError: (issue) => {
    if (issue.code === 'too_big') return most(issue.origin, issue.maximum);
    if (issue.code === 'too_small') return least(issue.origin, issue.minimum);
    if (issue.code === 'invalid_value') return 'Escolha uma das opções.';
    if (issue.code === 'unrecognized_keys') return 'Recarregue a página e tente de novo.';
    return issue.input === '' || issue.input === undefined || issue.input === null
      ? 'Preencha este campo.'
      : 'Confira este campo: assim não dá para ler.';
  },
});

const most = (origin: string, limit: unknown) =>
  origin === 'string' ? `Use até ${limit} letras.` : `Use no máximo ${limit}.`;

const least = (origin: string, limit: unknown) => {
  if (origin !== 'string') return `Use no mínimo ${limit}.`;
  return Number(limit) <= 1 ? 'Preencha este campo.' : `Use pelo menos ${limit} letras.`;
};
