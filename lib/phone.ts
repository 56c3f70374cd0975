import { isValidPhoneNumber, parsePhoneNumberFromString } from 'libphonenumber-js/max';

export type Country = 'BR' | 'MZ';
const CALLING = { BR: '55', MZ: '258' } as const;

/**
 * What a person typed, as E.164 of the reseller's country, or null.
 * 10-11 digits get 55 in Brazil, 9 digits starting with 8 get 258; 12-13 digits must already carry the
 * country (product.md section 12). DDD 55 is not taken for the country code.
 */
export function parsePhone(typed: string, country: Country): string | null {
  const text = typed.normalize('NFKC').trim();
  if (!/^\+?[\d\s().-]{8,24}$/.test(text)) return null;
  const digits = text.replace(/\D/g, '').replace(/^00/, '');
  const e164 =
    text.startsWith('+') || digits.length >= 12
      ? `+${digits}`
      : `+${CALLING[country]}${digits.replace(/^0/, '')}`;
  return isValidPhoneNumber(e164) ? e164 : null;
}

/** As people of the country read it: `(11) 99999-9999`, `84 512 3456`. */
export const formatPhone = (e164: string): string =>
  parsePhoneNumberFromString(e164)?.formatNational() ?? e164;

/** Without the country's code, as a sheet and a command write it: `845123456`. */
export const nationalDigits = (e164: string): string => e164.replace(/^\+(258|55)/, '').replace(/\D/g, '');

/** The form a Sigma panel documents: digits grouped by spaces, `55 11 99999 9999` (sigma-api.md section 5.4). */
export function panelPhone(e164: string): string {
  const digits = e164.replace(/\D/g, '');
  if (digits.startsWith('55')) return `55 ${digits.slice(2, 4)} ${digits.slice(4, -4)} ${digits.slice(-4)}`;
  if (digits.startsWith('258')) return `258 ${digits.slice(3, 5)} ${digits.slice(5, 8)} ${digits.slice(8)}`;
  return digits;
}

/** A link that opens WhatsApp with a text ready to send. */
export const whatsappLink = (e164: string, text: string): string =>
  `https://wa.me/${e164.replace(/\D/g, '')}?text=${encodeURIComponent(text)}`;
