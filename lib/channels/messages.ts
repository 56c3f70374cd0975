import { faultWords, KIND_WORDS } from '@/lib/templates/messages';
import type { TemplateFault } from '@/lib/templates/rules';
import type { ChannelReason, GatewayState, MessageKind, MessageState } from './rules';

/** Why a message or a gateway stands still, and what to do about it. */
export const REASON_WORDS: Record<ChannelReason, string> = {
  bad_key: 'O WhatsApp recusou a chave ou o token. Digite de novo em Configurações.',
  instance_absent: 'A instância ou o número não existe lá. Confira a identificação e o endereço.',
  disconnected: 'O celular está desconectado. Leia o QR code na Evolution para conectar de novo.',
  license: 'A Evolution pede licença (versão 2.4 ou mais nova). Ative a licença ou use a 2.3.7.',
  v1_server: 'Este servidor usa a Evolution 1. Atualize para a 2.3.7.',
  unreachable: 'O servidor do WhatsApp não respondeu como devia. Confira o endereço e se ele está no ar.',
  address_refused: 'Este endereço não pode ser usado. Use o endereço público do servidor, com https.',
  moved: 'O endereço do WhatsApp manda para outro lugar. Use o endereço final.',
  rate_limited: 'O servidor do WhatsApp pediu para esperar.',
  not_on_whatsapp: 'Este número não está no WhatsApp. Corrija o número do cliente.',
  refused: 'O WhatsApp recusou a mensagem.',
  timeout: 'O WhatsApp não confirmou o envio. Confira na conversa antes de reenviar.',
  bad_answer: 'O WhatsApp deu uma resposta que não dá para entender. Confira na conversa antes de reenviar.',
  server_error: 'O WhatsApp falhou durante o envio. Confira na conversa antes de reenviar.',
  interrupted: 'O envio foi interrompido no meio. Confira na conversa antes de reenviar.',
  no_phone: 'O cliente não tem WhatsApp no cadastro.',
  other_gateway: 'Outro WhatsApp já está conectado. Desconecte-o antes de conectar este.',
  group_absent: 'O WhatsApp conectado não está neste grupo. Coloque o número dele no grupo.',
  group_needs_evolution: 'A API da Meta não escreve em grupos. Para grupos, conecte a Evolution API.',
  template_needed:
    'A última mensagem desta pessoa tem mais de 24 horas: a Meta só aceita um modelo aprovado. Envie pelo seu celular.',
  undeliverable: 'A Meta não consegue entregar a este número. Confira o número.',
  account_stopped: 'A Meta parou esta conta. Confira o token, os pagamentos e avisos no painel da Meta.',
  wait_a_day: 'A Meta limitou as mensagens a esta pessoa. Tente de novo amanhã.',
  password_unreadable: 'A senha do cliente não pôde ser aberta. Salve a senha dele de novo.',
};

/** A message's stored reason in words; a wording's fault is stored as `template:<fault>:<variable>`. */
export function reasonWords(reason: string | null): string | null {
  if (!reason) return null;
  const [key, fault, ...variable] = reason.split(':');
  if (key === 'template') return faultWords(fault as TemplateFault, variable.join(':'));
  return REASON_WORDS[reason as ChannelReason] ?? REASON_WORDS.refused;
}

/** What a message is about, in a word. */
export const MESSAGE_WORDS: Record<MessageKind, string> = {
  renewed: KIND_WORDS.renewed.label,
  welcome: KIND_WORDS.welcome.label,
  custom: KIND_WORDS.custom.label,
  alert: 'Aviso para a empresa',
  reply: 'Resposta no WhatsApp',
  outcome: 'Confirmação no WhatsApp',
  package: 'Pacote ativado',
  package_ending: 'Pacote perto do fim',
};

export const STATE_WORDS: Record<MessageState, string> = {
  waiting: 'Aguardando a renovação',
  queued: 'Para enviar',
  sending: 'Enviando…',
  sent: 'Enviada',
  delivered: 'Entregue',
  unknown: 'Sem confirmação',
  failed: 'Não enviada',
  expired: 'Passou do prazo',
  cancelled: 'Descartada',
};

export const GATEWAY_WORDS: Record<GatewayState, string> = {
  open: 'Conectado',
  closed: 'Celular desconectado',
  unauthorized: 'Precisa de você',
  unreachable: 'Sem resposta',
};
