import { nationalDigits } from '@/lib/phone';
import { formatDate, formatDateTime } from '@/lib/time';

export type ActivationReason = 'bad_type' | 'reference_used' | 'bad_reference' | 'bad_number' | 'no_group';
/** Why an act on a package is refused. */
export type PackageReason =
  | 'absent'
  | 'not_active'
  | 'not_paused'
  | 'closed'
  | 'bad_days'
  | 'reference_used'
  | 'settled';

/** Why a package was not made (the first two word for word: product.md section 7, channels.md section 1). */
export function activationWords(reason: ActivationReason): string {
  switch (reason) {
    case 'bad_type':
      return 'Tipo de pacote inválido';
    case 'reference_used':
      return 'Esta referência já foi utilizada para criar um pacote';
    case 'bad_reference':
      return 'Escreva a referência com 3 a 30 letras, números, pontos ou traços.';
    case 'bad_number':
      return 'Este número não recebe pacotes: use um número como 84 512 3456 ou 85 512 3456.';
    case 'no_group':
      return 'Este grupo não existe mais. Escolha outro.';
  }
}

/** Why an act on a package was refused, and what the screen should say. */
export function packageWords(reason: PackageReason): string {
  switch (reason) {
    case 'absent':
      return 'Este pacote não existe mais.';
    case 'not_active':
      return 'Este pacote não está ativo.';
    case 'not_paused':
      return 'Este pacote não está pausado.';
    case 'closed':
      return 'Este pacote já terminou.';
    case 'bad_days':
      return 'Use de 1 a 365 dias.';
    case 'reference_used':
      return 'As referências dos dias a mais já foram usadas. Ative um pacote novo com outra referência.';
    case 'settled':
      return 'Esta renovação já foi decidida.';
  }
}

/** An amount with the fewest digits and a dot, as sheets and replies write it: `44`, `12.5`. */
export const plainAmount = (cents: number): string => String(cents / 100);

type Activated = {
  number: string;
  reference: string;
  typeName: string;
  mb: number;
  cents: number;
  slots: number;
  slotMb: number;
  firstAt: Date;
  expiresAt: Date;
  zone: string;
};

/** What the group is told of an automatic package, word for word (product.md section 8). */
export function activatedText(p: Activated): string {
  const bonus = p.slots * p.slotMb;
  const [day, hour] = formatDateTime(p.firstAt, p.zone).split(' ');
  return [
    '🎉 PACOTE AUTOMÁTICO ATIVADO!',
    '',
    `📱 Número: ${nationalDigits(p.number)}`,
    `📦 Tipo: ${p.typeName}`,
    `📊 Pacote: ${p.mb}MB`,
    `💰 Valor: ${plainAmount(p.cents)}MT`,
    `📋 Referência: ${p.reference}`,
    '',
    '🔄 Renovações Automáticas Agendadas:',
    `   • Total: ${p.slots} renovações de ${p.slotMb}MB`,
    `   • Primeira: ${day} às ${hour}`,
    '   • Frequência: Diária (2h antes do horário anterior)',
    '',
    `📅 Validade Total: Até ${formatDate(p.expiresAt, p.zone)}`,
    '',
    `✨ Total de dados: ${p.mb}MB + ${bonus}MB bônus = ${p.mb + bonus}MB!`,
  ].join('\n');
}

/** What the number is told 24 h before the end. */
export const endingText = (p: {
  number: string;
  reference: string;
  typeName: string;
  expiresAt: Date;
  company: string;
  zone: string;
}): string =>
  [
    `⏰ Seu pacote de ${p.typeName} termina em ${formatDateTime(p.expiresAt, p.zone).replace(' ', ' às ')}.`,
    '',
    `📱 Número: ${nationalDigits(p.number)}`,
    `📋 Referência: ${p.reference}`,
    '',
    `Para não ficar sem dados, renove com ${p.company} antes disso.`,
  ].join('\n');
