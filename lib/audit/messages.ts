import { type Currency, formatMoney } from '@/lib/money';
import { formatDate, formatDateTime } from '@/lib/time';

export type Tone = 'neutral' | 'info' | 'success' | 'warning' | 'danger';
export type Place = { zone: string; locale: string };
type Detail = Record<string, unknown>;
type Words = { title: string; tone: Tone; body?: string };

/** One event of a client's timeline in words: what happened, how it looks, what it carried. */
export function eventWords({ action, detail }: { action: string; detail: Detail }, place: Place): Words {
  const known = TITLES[action];
  const [title, tone] = known ?? [action.replaceAll(/[._]/g, ' '), 'neutral'];
  const twice = action === 'renewal.verified' && detail.warning === 'two_renewals';
  return { title, tone: twice ? 'warning' : tone, body: bodyOf(action, detail, place) };
}

/** The key of the reason an event carries, to be said by the domain that knows it. */
export const reasonOf = (detail: Detail): string | null => text(detail.reason);

const TITLES: Record<string, [string, Tone]> = {
  'client.created': ['Cliente criado', 'neutral'],
  'client.updated': ['Cadastro alterado', 'neutral'],
  'client.active': ['Cliente reativado', 'success'],
  'client.suspended': ['Cliente suspenso', 'warning'],
  'client.archived': ['Cliente arquivado', 'neutral'],
  'client.restored': ['Cliente restaurado', 'success'],
  'client.moved_plan': ['Plano trocado', 'neutral'],
  'client.moved_server': ['Movido para outro servidor', 'info'],
  'client.imported': ['Cliente importado de uma planilha', 'neutral'],
  'client.import_undone': ['Importação desfeita', 'warning'],
  'client.password_revealed': ['Senha vista', 'neutral'],
  'client.synced': ['Cadastro atualizado com o que o painel mostra', 'info'],
  'client.sync_undone': ['Atualização pelo painel desfeita', 'warning'],
  'client.taken_in': ['Cliente trazido do painel', 'neutral'],
  'client.taken_out': ['Cliente trazido do painel retirado', 'warning'],
  'client.renewed_there': ['Renovado à mão no painel', 'info'],
  'account.asked': ['Criação da conta no painel pedida', 'neutral'],
  'account.retried': ['Nova tentativa no painel pedida', 'neutral'],
  'account.create.done': ['Conta confirmada no painel', 'success'],
  'account.create.pending': ['Criação da conta na fila', 'info'],
  'account.create.unknown': ['Criação em verificação com o painel', 'warning'],
  'account.create.rejected': ['O painel recusou a criação da conta', 'danger'],
  'account.create.review': ['Criação da conta precisa de você', 'danger'],
  'account.status.done': ['Situação confirmada no painel', 'success'],
  'account.status.pending': ['Mudança de situação na fila', 'info'],
  'account.status.unknown': ['Situação em verificação com o painel', 'warning'],
  'account.status.rejected': ['O painel recusou a mudança de situação', 'danger'],
  'account.status.review': ['Mudança de situação precisa de você', 'danger'],
  'account.status.outdated': ['Pedido anterior não foi reenviado: a situação mudou', 'neutral'],
  'account.left.in_use': ['Conta antiga em uso aqui: não foi suspensa', 'neutral'],
  'account.left.same_panel': ['Conta antiga não suspensa: parece o mesmo painel', 'warning'],
  'account.left.other_panel': ['Conta antiga não suspensa: o painel do servidor mudou', 'warning'],
  'invoice.created': ['Fatura criada', 'neutral'],
  'invoice.paid': ['Fatura paga', 'success'],
  'invoice.undone': ['Pagamento desfeito', 'warning'],
  'invoice.cancelled': ['Fatura cancelada', 'neutral'],
  'renewal.pending': ['Renovação na fila', 'info'],
  'renewal.sending': ['Renovando no painel', 'info'],
  'renewal.unknown': ['Verificando a renovação com o painel', 'warning'],
  'renewal.verified': ['Renovado no painel', 'success'],
  'renewal.rejected': ['O painel recusou a renovação', 'danger'],
  'renewal.review': ['Renovação precisa de você', 'danger'],
  'renewal.cancelled': ['Renovação desfeita', 'neutral'],
  'renewal.accepted': ['Data do painel aceita por uma pessoa', 'success'],
  'renewal.by_hand': ['Renovação feita à mão registrada', 'success'],
  'renewal.closed': ['Renovação encerrada sem prova do painel', 'warning'],
  'renewal.reopened': ['Renovação trazida de volta às Entregas', 'info'],
  'renewal.resent': ['Reenvio pedido por uma pessoa', 'info'],
  'renewal.retried': ['Nova tentativa de renovação pedida', 'info'],
  'delivery.dismissed': ['Dispensado das Entregas', 'warning'],
  'delivery.brought_back': ['De volta às Entregas', 'info'],
  'pix.paid': ['PIX do Mercado Pago recebido', 'success'],
  'pix.ended': ['PIX do Mercado Pago encerrado', 'neutral'],
  'pix.review': ['PIX do Mercado Pago precisa de você', 'danger'],
  'pix.resolved': ['PIX do Mercado Pago resolvido', 'neutral'],
  'package.activated': ['Pacote ativado', 'success'],
  'package.taken_over': ['Pacote trazido do sistema anterior', 'neutral'],
  'package.paused': ['Pacote pausado', 'warning'],
  'package.resumed': ['Pacote retomado', 'success'],
  'package.extended': ['Pacote estendido', 'success'],
  'package.cancelled': ['Pacote cancelado', 'warning'],
  'package.ended': ['Pacote encerrado', 'neutral'],
  'package.slots_skipped': ['Renovação pulada pela regra de atrasos', 'warning'],
  'package.held_after_restore': ['Renovações à espera de uma decisão depois do backup', 'warning'],
  'package.slots_held': ['Renovação atrasada à espera de uma decisão', 'danger'],
  'package.slot_decided': ['Renovação decidida por uma pessoa', 'neutral'],
  'group.created': ['Grupo criado', 'neutral'],
  'group.updated': ['Grupo alterado', 'neutral'],
  'group.sheets': ['Planilhas do grupo alteradas', 'neutral'],
  'group.archived': ['Grupo arquivado', 'neutral'],
  'group.restored': ['Grupo restaurado', 'success'],
  'group.admin_added': ['Administrador de grupo incluído', 'neutral'],
  'group.admin_removed': ['Administrador de grupo retirado', 'warning'],
  'group.prices_saved': ['Tabela de preços salva', 'neutral'],
  'group.order_filed': ['Pedido sem renovações registrado', 'success'],
  'receipt.taken': ['Comprovante recebido', 'neutral'],
  'receipt.again': ['Comprovante recebido de novo com outro texto', 'warning'],
  'receipt.seen': ['Repetição de comprovante vista por uma pessoa', 'neutral'],
  'receipt.number': ['Número incluído por quem colou', 'neutral'],
  'receipt.review': ['Comprovante precisa de você', 'danger'],
  'receipt.told': ['Cliente avisado de que o pagamento é esperado', 'info'],
  'receipt.used': ['Comprovante usado', 'success'],
  'receipt.dismissed': ['Comprovante dispensado', 'neutral'],
  'receipt.reopened': ['Comprovante retomado', 'neutral'],
  'sheet.saved': ['Endereço de planilha guardado', 'neutral'],
  'sheet.tried': ['Nova tentativa na planilha pedida', 'info'],
  'sheet.row_review': ['Linha da planilha precisa de você', 'danger'],
  'sheet.row_accepted': ['Linha da planilha conferida por uma pessoa', 'success'],
  'sheet.row_retried': ['Linha da planilha na fila de novo', 'info'],
  'server.credits_counted': ['Créditos do painel contados', 'neutral'],
  'server.api_changed': ['API do painel trocada', 'info'],
  'key.renewed': ['Endereço secreto trocado', 'warning'],
  'package_rules.saved': ['Regras dos pacotes alteradas', 'neutral'],
  'package_type.saved': ['Tipo de pacote salvo', 'neutral'],
  'package_type.removed': ['Tipo de pacote removido', 'neutral'],
  'package_sheet.chosen': ['Destino de pedidos ou pagamentos trocado', 'neutral'],
  'message.queued': ['Mensagem pronta para envio', 'info'],
  'message.sending': ['Enviando mensagem', 'info'],
  'message.sent': ['Mensagem enviada', 'success'],
  'message.delivered': ['Mensagem entregue', 'success'],
  'message.unknown': ['Envio da mensagem sem confirmação', 'warning'],
  'message.failed': ['Mensagem não enviada', 'danger'],
  'message.expired': ['Mensagem vencida antes do envio', 'warning'],
  'message.cancelled': ['Mensagem descartada', 'neutral'],
  'message.taken': ['Mensagem passada para envio manual', 'neutral'],
  'message.revealed': ['Mensagem com senha vista', 'neutral'],
};

/** In the order of the form: the database keeps the keys of a detail in an order of its own. */
const FIELDS: Record<string, string> = {
  name: 'nome',
  email: 'e-mail',
  phone: 'WhatsApp',
  serverId: 'servidor',
  planId: 'plano',
  username: 'usuário',
  expiresAt: 'vencimento',
  password: 'senha',
  notes: 'observações',
};
const KINDS: Record<string, string> = {
  welcome: 'Boas-vindas',
  renewed: 'Renovado',
  alert: 'Aviso para a empresa',
  reply: 'Resposta no WhatsApp',
  outcome: 'Confirmação no WhatsApp',
  package: 'Pacote ativado',
  package_ending: 'Pacote perto do fim',
  custom: 'Avulsa',
};

function bodyOf(action: string, detail: Detail, place: Place): string | undefined {
  if (action.startsWith('message.')) return KINDS[text(detail.kind) ?? ''];
  if (action.startsWith('invoice.'))
    return join([moneyOf(detail, place), dateOf('novo vencimento', detail.expiresAt, place)]);
  if (action === 'renewal.closed' || action.startsWith('delivery.'))
    return join([text(detail.because) && `motivo: ${text(detail.because)}`]);
  if (action.startsWith('renewal.') || action === 'client.renewed_there') return movedOf(detail, place);
  if (action.startsWith('package.')) return packageOf(detail, place);
  if (action === 'client.synced') return syncedOf(detail, place);
  if (action === 'client.taken_in') return join([dateOf('vencimento no painel', detail.expiresAt, place)]);
  if (action === 'client.moved_server') return placeOf(detail);
  if (action === 'client.updated')
    return join(Object.keys(FIELDS).map((key) => (key in detail ? changeOf(key, detail[key], place) : null)));
  if (action.startsWith('account.left.'))
    return join([text(detail.username) && `usuário ${text(detail.username)}`]);
  if (action.endsWith('.done'))
    return join([
      detail.sent === false ? 'já estava assim no painel, nada foi enviado' : null,
      text(detail.username) && `usuário ${text(detail.username)}`,
      dateOf('vencimento no painel', detail.expiresAt, place),
    ]);
  return undefined;
}

/** From which server to which, and on which plan. */
function placeOf({ server, plan }: Detail): string | undefined {
  const { from, to } = server && typeof server === 'object' ? (server as Detail) : {};
  const way = [text(from) && `de ${text(from)}`, text(to) && `para ${text(to)}`].filter(Boolean).join(' ');
  return join([way, text(plan) && `plano ${text(plan)}`]);
}

/** Names and remarks are shown as changed, not quoted: the timeline is made to be handed on. */
function changeOf(key: string, change: unknown, { zone }: Place): string | null {
  const label = FIELDS[key] ?? key;
  if (key !== 'expiresAt' || !change || typeof change !== 'object') return label;
  const { from, to } = change as { from?: unknown; to?: unknown };
  const [before, after] = [instant(from), instant(to)];
  return before && after ? `${label}: ${formatDate(before, zone)} → ${formatDate(after, zone)}` : label;
}

/** What of a client was taken over from the panel. */
function syncedOf({ was, became }: Detail, { zone }: Place): string | undefined {
  const [before, after] = [was, became].map((side) =>
    side && typeof side === 'object' ? (side as Detail) : {},
  );
  const [from, to] = [instant(before?.expiresAt), instant(after?.expiresAt)];
  return join([
    from && to && `vencimento: ${formatDateTime(from, zone)} → ${formatDateTime(to, zone)}`,
    after?.status === 'suspended' && 'suspenso no painel',
    after?.status === 'active' && 'ativo no painel',
    after?.panelState === 'missing' && 'sem conta no painel',
    after?.planId ? 'plano do pacote que está no painel' : null,
  ]);
}

function movedOf(detail: Detail, { zone }: Place): string | undefined {
  const [from, to] = [instant(detail.from), instant(detail.to)];
  if (!to) return from ? `painel antes: ${formatDateTime(from, zone)}` : undefined;
  const moved = from
    ? `painel: ${formatDateTime(from, zone)} → ${formatDateTime(to, zone)}`
    : `painel até ${formatDateTime(to, zone)}`;
  return detail.warning === 'two_renewals' ? `2 renovações detectadas · ${moved}` : moved;
}

/** What an act on a package was about: references, days, the new end, a decision. */
function packageOf(detail: Detail, place: Place): string | undefined {
  const { references, days, decision } = detail;
  return join([
    Array.isArray(references)
      ? references.filter((r) => typeof r === 'string').join(', ')
      : text(detail.reference),
    typeof days === 'number' && `${days} ${days === 1 ? 'dia' : 'dias'}`,
    dateOf('novo fim', detail.after, place),
    decision === 'deliver' ? 'entregar' : decision === 'skip' ? 'pular' : null,
  ]);
}

function moneyOf({ amountCents, currency }: Detail, { locale }: Place): string | null {
  if (typeof amountCents !== 'number' || (currency !== 'BRL' && currency !== 'MZN')) return null;
  return formatMoney({ cents: amountCents, currency: currency satisfies Currency }, locale);
}

function dateOf(label: string, value: unknown, { zone }: Place): string | null {
  const at = instant(value);
  return at && `${label} ${formatDateTime(at, zone)}`;
}

const text = (value: unknown): string | null => (typeof value === 'string' && value ? value : null);

function instant(value: unknown): Date | null {
  const at = new Date(text(value) ?? Number.NaN);
  return Number.isNaN(at.getTime()) ? null : at;
}

const join = (parts: (string | null | undefined | false)[]): string | undefined => {
  const said = parts.filter(Boolean).join(' · ');
  return said ? said.charAt(0).toUpperCase() + said.slice(1) : undefined;
};
