import type { Country } from '@/lib/phone';
import { nationalDigits } from '@/lib/phone';
import { formatDate, formatDateTime } from '@/lib/time';
import type { Stats } from './queries';
import { COMMANDS, type CommandName, daysLeft, type Next, type Refusal, type Standing } from './rules';

/** Replies, word for word those of product.md section 8. */
const LINE = '━'.repeat(23);
/** A list longer than this is cut, with a word about the rest. */
export const LIST_MOST = 100;

const EXAMPLES: Record<Country, string> = { MZ: '845123456', BR: '11999999999' };

/** The right form of a command that was written wrong. */
export const usageText = (name: CommandName, country: Country): string => {
  const { form } = COMMANDS[name];
  const example = form.replace('DIAS', '5').replace('REF', 'ABC123').replace('NUMERO', EXAMPLES[country]);
  return `❌ *USO INCORRETO*\n\nUse: ${form}${example === form ? '' : `\nExemplo: ${example}`}`;
};

export const badNumberText = (country: Country): string =>
  `❌ *NÚMERO INVÁLIDO*\n\nUse um número como ${EXAMPLES[country]}.`;

/** A number that exists, of a network that packages do not reach. */
export const otherNetworkText = (): string =>
  '❌ *NÚMERO INVÁLIDO*\n\nEste número não recebe pacotes: só os que começam com 84 ou 85.';

export const notMadeText = (why: string): string => `❌ *ERRO AO CRIAR PACOTE*\n\n${why}`;

const REFUSALS: Record<Refusal, string> = {
  group_admin: 'Este comando é só para os admins do grupo.',
  global_admin: 'Este comando é só para o admin geral.',
  in_group: 'Envie este comando no grupo.',
};
export const refusedText = (refusal: Refusal): string => `⛔ *SEM PERMISSÃO*\n\n${REFUSALS[refusal]}`;

/** The same words for a number without a package and for one that is not the sender's. */
export const notFoundText = (number: string, reference?: string): string =>
  [
    '❌ *PACOTE NÃO ENCONTRADO*',
    '',
    `Nenhum pacote ativo seu com o número ${nationalDigits(number)}${reference ? ` e a referência ${reference}` : ''}.`,
  ].join('\n');

/** WhatsApp has not shown whose number the sender's is. */
export const unknownSenderText = (): string =>
  '❌ *NÚMERO NÃO IDENTIFICADO*\n\nO WhatsApp não mostrou o seu número. Peça ao admin do grupo para identificar você.';

export const scheduledText = (
  p: { number: string; reference: string; days: number; slotMb: number; expiresAt: Date },
  zone: string,
): string =>
  [
    '🎯 RENOVAÇÕES AGENDADAS!',
    '',
    `📱 Número: ${nationalDigits(p.number)}`,
    `📋 Referência: ${p.reference}`,
    `📅 Período: ${p.days} dias`,
    `🔄 Renovações automáticas: ${p.days}x de ${p.slotMb}MB (diárias, 2h antes)`,
    `📅 Expira em: ${formatDate(p.expiresAt, zone)}`,
    '',
    '⚠️ Lembrete: Você deve ter enviado o pacote principal manualmente!',
    '',
    `💡 Verifique a validade com: .validade ${nationalDigits(p.number)}`,
  ].join('\n');

export const cancelledText = (number: string, reference: string): string =>
  [
    '✅ *PACOTE CANCELADO*',
    '',
    `📱 Número: ${nationalDigits(number)}`,
    `📋 Referência: ${reference}`,
    '',
    'As renovações que ainda não saíram não saem mais.',
  ].join('\n');

/** The active packages of one group, or of all; `count` may be more than are listed. */
export function activeText(
  { standings, count }: { standings: readonly Standing[]; count: number },
  { everywhere, now }: { everywhere: boolean; now: Date },
): string {
  const head = `📦 PACOTES ATIVOS (${count}) - ${everywhere ? 'TODOS OS GRUPOS' : 'ESTE GRUPO'}\n${LINE}`;
  const items = standings.map((p, i) =>
    [
      `${i + 1}. ${nationalDigits(p.number)}`,
      ...(everywhere ? [`   👥 Grupo: ${p.groupName ?? 'sem grupo'}`] : []),
      `   📋 Ref: ${p.reference}`,
      `   📦 Tipo: ${p.typeName}`,
      `   📅 Restam: ${p.left} dias`,
      `   🔄 Renovações: ${p.done}`,
      `   ⏰ Expira: ${daysLeft(p.expiresAt, now)}d`,
      ...(p.pausedAt ? ['   ⏸️ Pausado'] : []),
    ].join('\n'),
  );
  if (count === 0) items.push('Nenhum pacote ativo.');
  if (count > standings.length) items.push(`… e mais ${count - standings.length}. Veja todos no sistema.`);
  return [head, ...items].join('\n\n');
}

export const statsText = ({ total, types, lastDay, soon, next }: Stats, zone: string): string =>
  [
    '📊 ESTATÍSTICAS PACOTES',
    LINE,
    '',
    `📦 Total de clientes ativos: ${total}`,
    '',
    '📋 Por tipo de pacote:',
    ...types.map(({ name, count }) => `   • ${name}: ${count} clientes`),
    '',
    `🔄 Renovações últimas 24h: ${lastDay}`,
    `⏰ Próximas renovações (6h): ${soon}`,
    '',
    '📅 Próximas renovações:',
    ...(next.length > 0
      ? next.map(
          (n) => `   • ${nationalDigits(n.number)}: ${formatDateTime(n.at, zone)} (${n.left}d restantes)`,
        )
      : ['   • Nenhuma agendada']),
  ].join('\n');

/** One header, a block for each active package of the number, one foot. */
export function validityText(
  standings: readonly Standing[],
  { zone, now }: { zone: string; now: Date },
): string {
  const sizes = [...new Set(standings.map((p) => p.slotMb))].map((mb) => `${mb}MB`).join(' ou ');
  return [
    '📱 VALIDADE DO PACOTE',
    LINE,
    '',
    standings.map((p) => validityBlock(p, zone, now)).join(`\n\n${LINE}\n\n`),
    '',
    `💡 Cada renovação adiciona ${sizes} válidos por 24h.`,
    '    O sistema renova automaticamente 2h antes do horário anterior.',
  ].join('\n');
}

const validityBlock = (p: Standing, zone: string, now: Date): string =>
  [
    `📱 Número: ${nationalDigits(p.number)}`,
    `📋 Referência: ${p.reference}`,
    `📦 Tipo: ${p.typeName}`,
    '',
    '📅 Status do Pacote:',
    ...(p.pausedAt ? [`   • Pausado desde: ${spoken(p.pausedAt, zone)}`] : []),
    `   • Dias restantes: ${p.left} dias`,
    `   • Renovações feitas: ${p.done}/${p.total}`,
    `   • Expira em: ${daysLeft(p.expiresAt, now)} dia(s) (${formatDate(p.expiresAt, zone)})`,
    '',
    `🔄 Próxima Renovação (${p.slotMb}MB):`,
    `   📅 ${p.pausedAt ? 'Parada até o pacote ser retomado' : nextWords(p.next, zone)}`,
  ].join('\n');

function nextWords(next: Next, zone: string): string {
  switch (next.kind) {
    case 'at':
      return `${spoken(next.at, zone)}${next.late ? ' (atrasada, sai em breve)' : ''}`;
    case 'under_way':
      return 'Saindo agora';
    case 'held':
      return 'Atrasada: aguarda o vendedor';
    case 'none':
      return next.dataUntil
        ? `Todas feitas. Dados válidos até ${spoken(next.dataUntil, zone)}`
        : 'Não há mais renovações';
  }
}

const spoken = (at: Date, zone: string): string => formatDateTime(at, zone).replace(' ', ' às ');
