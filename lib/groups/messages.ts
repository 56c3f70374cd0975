export type GroupReason = 'absent' | 'jid_taken' | 'jid_archived' | 'in_use';

/** Why a group could not be saved or archived, and the way out. */
export const GROUP_WORDS: Record<GroupReason, string> = {
  absent: 'Este grupo não existe mais.',
  jid_taken: 'Este grupo do WhatsApp já está cadastrado com outro nome.',
  jid_archived: 'Este grupo do WhatsApp já está cadastrado e arquivado. Restaure-o na lista de grupos.',
  in_use: 'Há pacotes em andamento neste grupo. Espere terminarem ou cancele-os antes de arquivar.',
};

export const ADMIN_ABSENT = 'Este administrador não existe mais.';
export const ADMIN_TWICE = 'Este número já é administrador aqui.';
