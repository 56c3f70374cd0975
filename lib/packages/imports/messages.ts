import type { Tone } from '@/lib/audit/messages';
import type { LateRenewals } from './rules';

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

/** What a file in the wrong place is called. */
export function misplacedWords(files: readonly ('packages' | 'history')[]): string | null {
  if (files.length === 0) return null;
  if (files.length === 2)
    return 'Os arquivos estão trocados: o de Pacotes é o do histórico, e o do histórico é o dos pacotes. Troque os dois.';
  return files[0] === 'packages'
    ? 'O arquivo em Pacotes é o do histórico de renovações. Escolha-o em Histórico.'
    : 'O arquivo em Histórico é o dos pacotes. Escolha-o em Pacotes.';
}

/** What an import sends at once, said before it does. */
export function lateRenewalWords({ late, now, skip, hold }: LateRenewals): string {
  if (late === 0) return 'Nenhuma renovação passou da hora: cada uma sai no seu horário.';
  const rest = late - now - skip - hold;
  const parts = [
    now > 0 && `${count(now, 'é enviada', 'são enviadas')} agora mesmo, uma por pacote`,
    skip > 0 && `${count(skip, 'é pulada', 'são puladas')}, pelas suas regras`,
    hold > 0 && `${count(hold, 'fica', 'ficam')} esperando por você, pelas suas regras`,
    rest > 0 && `${count(rest, 'segue', 'seguem')} depois, com 20 h entre uma e outra`,
  ];
  const first = `${count(late, 'renovação já passou', 'renovações já passaram')} da hora`;
  return `${first}: ${parts.filter(Boolean).join('; ')}.`;
}

const count = (n: number, one: string, many: string) => `${n} ${n === 1 ? one : many}`;

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
