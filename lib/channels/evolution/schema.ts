import { z } from 'zod';

/** The connect form. An empty key keeps the stored one, as long as the address stays on its origin. */
export const gatewaySchema = z.strictObject({
  baseUrl: z
    .string()
    .trim()
    .min(1, 'Digite o endereço da Evolution API.')
    .max(300, 'Use até 300 letras.')
    .refine((typed) => gatewayUrl(typed) !== null, 'Digite um endereço como https://evo.exemplo.com.'),
  apiKey: z
    .string()
    .trim()
    .max(200, 'Use até 200 letras.')
    // A header cannot carry anything else.
    .regex(/^[\x21-\x7e]*$/, 'A chave tem só letras, números e sinais, sem espaços.'),
  instance: z
    .string()
    .trim()
    .min(1, 'Digite o nome da instância.')
    .max(100, 'Use até 100 letras.')
    .regex(/^[^/\\?#\p{Cc}]+$/u, 'Use o nome da instância como está na Evolution.'),
});

/** An act on the reseller's one gateway names nothing. */
export const noInput = z.strictObject({});

export type GatewayInput = z.output<typeof gatewaySchema>;

/** `https://evo.exemplo.com/manager/login` → `https://evo.exemplo.com`; null when it is no address. */
export function gatewayUrl(typed: string): string | null {
  const text = typed.trim();
  if (!/^https?:\/\//i.test(text) || !URL.canParse(text)) return null;
  const url = new URL(text);
  if (url.username || url.password || !url.hostname) return null;
  return url.origin + url.pathname.replace(/\/+$/, '').replace(/\/manager(\/.*)?$/, '');
}

/** The only origin a gateway's key may travel to (security.md S09). */
export const originOf = (baseUrl: string): string => new URL(baseUrl).origin;
