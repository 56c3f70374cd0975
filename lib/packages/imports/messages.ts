import type { Tone } from '@/lib/audit/messages';

/** What a package of the file is, held against what is here. */
export type TakeoverClass = 'new' | 'same' | 'conflict';

export const CLASS_WORDS: Record<TakeoverClass, { label: string; tone: Tone }> = {
  new: { label: 'Novo', tone: 'success' },
  same: { label: 'Já está aqui', tone: 'neutral' },
  conflict: { label: 'Referência já usada', tone: 'warning' },
};

const REFUSED: Record<string, string> = {
  unreadable: 'Faltam número, referência ou início.',
  renewal_unreadable: 'Não dá para saber de que renovação se trata.',
  twice: 'A mesma referência aparece duas vezes no arquivo.',
  bad_number: 'O número não é de um celular que recebe pacotes.',
  bad_reference: 'A referência tem sinais que uma planilha não pode guardar.',
  bad_days: 'Não diz quantos dias o pacote tem.',
  bad_start: 'A data de início não é uma data.',
};
export const refusedWords = (reason: string): string => REFUSED[reason] ?? 'Não dá para ler esta linha.';

const WARNINGS: Record<string, string> = {
  count_differs: 'Os dois arquivos contam renovações diferentes: vale a maior.',
  remaining_differs: 'Os dias restantes do arquivo não batem com as renovações feitas: valem as renovações.',
  history_only: 'Só está no histórico: entra como encerrado.',
};
export const warningWords = (warning: string): string => WARNINGS[warning] ?? warning;

export const STATE_WORDS: Record<'draft' | 'applied', { label: string; tone: Tone }> = {
  draft: { label: 'Por conferir', tone: 'info' },
  applied: { label: 'Importada', tone: 'success' },
};
