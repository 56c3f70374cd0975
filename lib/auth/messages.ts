/** What a refused sign-in says; `code` is the one next-auth carries (lib/auth/api.ts). */
export function signInMessage(code: string): string {
  const minutes = /^wait_(\d+)$/.exec(code)?.[1];
  if (minutes)
    return `Muitas tentativas. Tente de novo em ${minutes} ${minutes === '1' ? 'minuto' : 'minutos'}.`;
  return 'E-mail ou senha incorretos.';
}

export const CODE_WRONG = 'O código não confere ou já foi usado. Espere o próximo.';

export const ROLE_NAMES = {
  admin: 'Administração',
  owner: 'Responsável',
  operator: 'Operação',
  viewer: 'Somente leitura',
} as const;

export const ROLE_HINTS = {
  admin: 'Cria revendas e vê todos os grupos.',
  owner: 'Faz tudo nesta revenda, inclusive tokens e pessoas.',
  operator: 'O trabalho do dia: clientes, faturas e entregas. Sem planos, tokens, pessoas ou exportação.',
  viewer: 'Vê tudo, não muda nada.',
} as const;
