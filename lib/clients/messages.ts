/** The results of creating and editing, word for word (product.md section 4). */
export const RESULT = {
  created: 'Cliente criado com sucesso - Sincronizado com Sigma',
  updatedOnPanel: 'Cliente atualizado com sucesso - Sincronizado com Sigma',
  updated: 'Cliente atualizado com sucesso',
  noPanel: 'Nenhum servidor Sigma configurado - sincronização ignorada',
  panelError: (detail: string) => `Erro na sincronização Sigma: ${detail}`,
} as const;

/** Every expected refusal of the clients' commands, as the person reads it, beside the field it is about. */
export const CLIENT_REFUSALS = {
  absent: { message: 'Este cliente não existe mais.' },
  server_absent: {
    message: 'Confira os campos destacados.',
    fields: { serverId: 'Este servidor não existe mais. Escolha outro.' },
  },
  plan_absent: {
    message: 'Confira os campos destacados.',
    fields: { planId: 'Escolha um plano deste servidor.' },
  },
  username_used: {
    message: 'Confira os campos destacados.',
    fields: { username: 'Outro cliente deste servidor já tem este usuário.' },
  },
  username_linked: {
    message: 'Confira os campos destacados.',
    fields: { username: 'A conta já existe no painel com este usuário, que não muda por aqui.' },
  },
  account_busy: {
    message:
      'O painel ainda não confirmou a última mudança desta conta. Se ela espera por você em Entregas, decida lá; senão, aguarde a verificação.',
  },
  nothing_open: {
    message: 'Não há mais o que tentar aqui: isto já terminou, foi substituído ou o cliente está arquivado.',
  },
  renewing: {
    message:
      'Há uma renovação paga que ainda não terminou. Conclua em Entregas antes de arquivar, mover ou trocar o usuário.',
  },
  server_away: {
    message: 'O servidor deste cliente está arquivado. Restaure o servidor e tente de novo.',
  },
  plan_away: {
    message: 'O plano deste cliente está arquivado. Restaure o plano e tente de novo.',
  },
  username_taken: {
    message: 'Outro cliente deste servidor usa agora este usuário. Troque o usuário dele ou arquive-o antes.',
  },
  phone: {
    message: 'Confira os campos destacados.',
    fields: { phone: 'Este número não parece completo. Escreva com DDD, por exemplo (11) 99999-9999.' },
  },
  phone_mz: {
    message: 'Confira os campos destacados.',
    fields: { phone: 'Este número não parece completo. Escreva os 9 dígitos, por exemplo 84 512 3456.' },
  },
} as const satisfies Record<string, { message: string; fields?: Record<string, string> }>;

export type ClientRefusal = keyof typeof CLIENT_REFUSALS;

export const STATE_WORDS = {
  active: { label: 'Ativo', tone: 'success' },
  suspended: { label: 'Suspenso', tone: 'neutral' },
  expired: { label: 'Vencido', tone: 'danger' },
  archived: { label: 'Arquivado', tone: 'neutral' },
} as const;

export const DUE_WORDS = {
  today: 'Hoje',
  '3': 'Até 3 dias',
  '7': 'Até 7 dias',
  overdue: 'Já vencidos',
} as const;

/** How near an expiry is, in words and tone. */
export function expiryWords(days: number): { words: string; tone: 'neutral' | 'warning' | 'danger' } {
  if (days < -1) return { words: `venceu há ${-days} dias`, tone: 'danger' };
  if (days === -1) return { words: 'venceu ontem', tone: 'danger' };
  if (days === 0) return { words: 'vence hoje', tone: 'warning' };
  if (days === 1) return { words: 'vence amanhã', tone: 'warning' };
  return { words: `em ${days} dias`, tone: days <= 3 ? 'warning' : 'neutral' };
}
