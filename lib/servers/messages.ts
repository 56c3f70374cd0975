/** Every expected refusal of the servers' commands, as the person reads it, beside the field it is about. */
export const SERVER_REFUSALS = {
  absent: { message: 'Este servidor não existe mais.' },
  token_needed: {
    message: 'Confira os campos destacados.',
    fields: { token: 'Digite o token do painel.' },
  },
  new_address_needs_token: {
    message: 'Confira os campos destacados.',
    fields: {
      token:
        'O endereço do painel mudou. Por segurança o token guardado não vai para outro endereço: digite o token de novo.',
    },
  },
  panel_in_use: {
    message:
      'Há clientes ativos neste servidor com conta no painel. Mova os clientes antes de tirar ou trocar o tipo de painel.',
  },
  stale: {
    message: 'Este servidor foi alterado por outra pessoa enquanto você editava. Recarregue a página.',
  },
} as const satisfies Record<string, { message: string; fields?: Record<string, string> }>;

export type ServerRefusal = keyof typeof SERVER_REFUSALS;

/** Why a server cannot be archived yet, with the numbers. */
export function archiveRefusal(clients: number, plans: number): string {
  const parts = [
    clients > 0 ? `${clients} ${clients === 1 ? 'cliente' : 'clientes'}` : null,
    plans > 0 ? `${plans} ${plans === 1 ? 'plano' : 'planos'}` : null,
  ].filter(Boolean);
  const verb = clients + plans === 1 ? 'usa' : 'usam';
  return `${parts.join(' e ')} ainda ${verb} este servidor. Mova ou arquive antes de arquivar o servidor.`;
}
