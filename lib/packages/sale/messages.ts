import { mbWords, renewalsWords } from '@/lib/groups/prices/messages';
import { type Country, formatPhone } from '@/lib/phone';
import { formatDateTime } from '@/lib/time';
import { type ActivationReason, activationWords } from '../messages';
import { EXAMPLE } from './rules';

/** The field of the form that an activation's refusal is about. */
export function activationField(reason: ActivationReason): 'days' | 'reference' | 'number' | 'groupId' {
  switch (reason) {
    case 'bad_type':
      return 'days';
    case 'reference_used':
    case 'bad_reference':
      return 'reference';
    case 'bad_number':
      return 'number';
    case 'no_group':
      return 'groupId';
  }
}

/** What is wrong with a typed number, as far as its digits tell; null where nothing is, and of other countries. */
export function numberFault(typed: string, country: Country): string | null {
  const text = typed.normalize('NFKC').trim();
  const digits = text.replace(/\D/g, '').replace(/^00/, '');
  if (text === '') return null;
  if (/[^\d\s().+-]/.test(text)) return 'Escreva só o número, sem letras.';
  const [code, least, most] = country === 'MZ' ? ['258', 9, 9] : ['55', 10, 11];
  const isAbroad = (text.startsWith('+') || digits.length >= 12) && !digits.startsWith(code);
  if (isAbroad) return null;
  const isWhole = digits.length > most && digits.startsWith(code);
  const national = (isWhole ? digits.slice(code.length) : digits).replace(/^0/, '');
  if (national.length < least) return `Faltam dígitos. Escreva o número inteiro, como ${EXAMPLE[country]}.`;
  if (national.length > most) return `Há dígitos a mais. Escreva um número como ${EXAMPLE[country]}.`;
  return country === 'MZ' && !/^8[45]/.test(national) ? activationWords('bad_number') : null;
}

type Made = { reference: string; number: string; days: number; slotMb: number };

/** What was scheduled, in a sentence. */
export function scheduledWords(p: Made, firstAt: Date | null, zone: string): string {
  const renewals = p.days === 1 ? '1 renovação' : `${p.days} renovações`;
  const first = firstAt ? ` A primeira sai em ${formatDateTime(firstAt, zone)}.` : '';
  return `Renovações agendadas: ${renewals} de ${p.slotMb} MB para ${formatPhone(p.number)}, referência ${p.reference}.${first}`;
}

/** The field of the paid form that a refusal is about. */
export function paidField(reason: string): 'reference' | 'number' | 'groupId' | 'amount' | 'priceId' {
  switch (reason) {
    case 'reference_used':
    case 'bad_reference':
      return 'reference';
    case 'bad_number':
      return 'number';
    case 'no_group':
      return 'groupId';
    case 'price_ambiguous':
    case 'price_changed':
      return 'priceId';
    default:
      return 'amount';
  }
}

type Sold = Made & { typeName: string; expiresAt: Date };

/** What was activated, in a sentence. */
export const activatedWords = (p: Sold, zone: string): string =>
  `Pacote ativado: ${p.typeName} para ${formatPhone(p.number)}, referência ${p.reference}, até ${formatDateTime(p.expiresAt, zone)}.`;

type PriceLike = { mb: number; days: number | null; label: string };

/** What a row of a price table buys: `2 000 MB · 3 dias de renovações · Renováveis`. */
export const priceWords = ({ mb, days, label }: PriceLike, locale: string): string =>
  [mbWords(mb, locale), renewalsWords(days).toLowerCase(), label].filter(Boolean).join(' · ');
