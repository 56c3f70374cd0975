import type { Currency } from '../money';
import type { Country } from '../phone';

type Place = { currency: Currency; locale: string; timezone: string };

/** What a reseller's country decides. */
export const PLACES: Record<Country, Place> = {
  BR: { currency: 'BRL', locale: 'pt-BR', timezone: 'America/Sao_Paulo' },
  MZ: { currency: 'MZN', locale: 'pt-MZ', timezone: 'Africa/Maputo' },
};

/** The zones a reseller of a country may live in; the first is the country's usual one. */
export const ZONES: Record<Country, { value: string; label: string }[]> = {
  BR: [
    { value: 'America/Sao_Paulo', label: 'Brasília' },
    { value: 'America/Manaus', label: 'Amazonas (Manaus)' },
    { value: 'America/Cuiaba', label: 'Mato Grosso (Cuiabá)' },
    { value: 'America/Campo_Grande', label: 'Mato Grosso do Sul (Campo Grande)' },
    { value: 'America/Porto_Velho', label: 'Rondônia (Porto Velho)' },
    { value: 'America/Boa_Vista', label: 'Roraima (Boa Vista)' },
    { value: 'America/Rio_Branco', label: 'Acre (Rio Branco)' },
    { value: 'America/Noronha', label: 'Fernando de Noronha' },
  ],
  MZ: [{ value: 'Africa/Maputo', label: 'Maputo' }],
};

/** A zone by the name people know it by: `Brasília`; another country's by its city. */
export const zoneLabel = (zone: string): string =>
  Object.values(ZONES)
    .flat()
    .find((z) => z.value === zone)?.label ?? (zone.split('/').at(-1) ?? zone).replaceAll('_', ' ');

/**
 * A PIX key in the form the central bank's registry holds, or null: CPF or CNPJ with right check digits,
 * e-mail, phone with country code, or a random key. Eleven bare digits are a CPF; a phone needs its +55.
 */
export function parsePixKey(typed: string): string | null {
  const text = typed.normalize('NFKC').trim().toLowerCase();
  if (/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(text)) return text;
  if (/^[^\s@,;<>"]+@[^\s@,;<>"]+\.[a-z]{2,}$/.test(text) && text.length <= 77) return text;
  if (/^\+55[\d\s().-]+$/.test(text)) return phoneKey(text.replace(/\D/g, ''));
  if (!/^[\d.\s/-]+$/.test(text)) return null;
  const digits = text.replace(/\D/g, '');
  return isTaxNumber(digits) ? digits : null;
}

const phoneKey = (digits: string) => (/^55[1-9]\d(9\d{8}|[2-5]\d{7})$/.test(digits) ? `+${digits}` : null);

/** CPF and CNPJ: two check digits, each modulo 11 over all digits before it. */
function isTaxNumber(digits: string): boolean {
  const most = { 11: 11, 14: 9 }[digits.length];
  if (!most || /^(\d)\1+$/.test(digits)) return false;
  return [digits.length - 2, digits.length - 1].every((at) => {
    let sum = 0;
    for (let i = 0; i < at; i++) sum += Number(digits[at - 1 - i]) * (2 + (i % (most - 1)));
    const rest = sum % 11;
    return Number(digits[at]) === (rest < 2 ? 0 : 11 - rest);
  });
}
