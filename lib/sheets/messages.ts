import type { SheetReason } from './answers/rules';
import type { Book } from './schema';

export const BOOK_WORDS: Record<Book, string> = { orders: 'Pedidos', payments: 'Pagamentos' };

/** Why a row waits, an address rests, or a person is needed. */
const REASONS: Record<SheetReason, string> = {
  unreachable: 'O endereço não respondeu; nada foi enviado.',
  address_refused:
    'Este endereço não pode ser chamado: use o https do script, como https://script.google.com/macros/s/…/exec.',
  timeout: 'A planilha não respondeu a tempo. A linha pode ter entrado.',
  cut: 'A ligação caiu antes da resposta. A linha pode ter entrado.',
  html: 'Uma página de erro respondeu no lugar do script.',
  too_many: 'O script passou do limite de chamadas do Google.',
  busy: 'O script não conseguiu a vez na planilha.',
  server_error: 'O servidor do script falhou.',
  moved: 'O endereço manda para outro lugar: a implantação pode ter mudado ou pedir login.',
  no_access: 'O script pede login: publique com acesso para qualquer pessoa.',
  absent: 'Não há script neste endereço.',
  empty: 'O script respondeu sem dizer nada.',
  strange: 'O script respondeu algo que não é do contrato.',
  refused: 'O script recusou a linha.',
  duplicate_unread: 'A planilha diz que já tem esta referência, e não deixou conferir.',
  duplicate_other: 'Nesta referência a planilha tem outra linha.',
  restored: 'A base voltou de um backup: o celular pode já ter executado esta linha.',
  duplicate_unproved: 'A planilha diz que já tem esta referência, e não mostra com o quê.',
};

/** A reason in words; what is not known is said as such. */
export const reasonWords = (reason: string | null): string =>
  reason && Object.hasOwn(REASONS, reason)
    ? REASONS[reason as SheetReason]
    : 'Sem resposta certa da planilha.';

/** What trying an address found. */
export function trialWords(found: { kind: string; reason?: SheetReason | null; said?: string }): {
  ok: boolean;
  words: string;
} {
  if (found.kind === 'answers')
    return { ok: true, words: 'O script respondeu e deixa conferir o que tem. Nada foi gravado.' };
  if (found.kind === 'refused')
    return {
      ok: true,
      words:
        'O script respondeu, mas não conhece as consultas: funciona, e uma referência repetida virá para você conferir.',
    };
  return { ok: false, words: reasonWords(found.reason ?? null) };
}
