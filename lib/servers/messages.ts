import { lookWords, PANEL_WORDS } from '@/lib/panels/messages';
import type { PanelReason } from '@/lib/panels/rules';
import { capital } from '@/lib/words';
import type { Probe } from './api';
import { answersBadly, type Health } from './health/rules';

/** Every expected refusal of the servers' commands, as the person reads it, beside the field it is about. */
export const SERVER_REFUSALS = {
  absent: { message: 'Este servidor não existe mais.' },
  token_needed: {
    message: 'Confira os campos destacados.',
    fields: { token: 'Digite o token do painel.' },
  },
  token_refused_there: {
    message: 'Confira os campos destacados.',
    fields: { token: 'O painel deste endereço recusou o token. Confira o que foi digitado.' },
  },
  new_address_needs_token: {
    message: 'Confira os campos destacados.',
    fields: {
      token:
        'O endereço do painel mudou. Por segurança o token guardado não vai para outro endereço: digite o token de novo.',
    },
  },
  address_refused: {
    message: 'Confira os campos destacados.',
    fields: {
      panelUrl:
        'Este endereço não pode ser usado: o painel precisa estar na internet, com https e uma porta comum.',
    },
  },
  panel_in_use: {
    message:
      'Há clientes ativos neste servidor com conta no painel. Mova os clientes antes de tirar ou trocar o tipo de painel.',
  },
} as const satisfies Record<string, { message: string; fields?: Record<string, string> }>;

export type ServerRefusal = keyof typeof SERVER_REFUSALS;

export const TOO_MANY_TESTS = 'Muitos testes seguidos. Espere um minuto e tente de novo.';

/** Why a server cannot be archived yet, with the numbers. */
export function archiveRefusal(clients: number, plans: number): string {
  const parts = [
    clients > 0 ? `${clients} ${clients === 1 ? 'cliente' : 'clientes'}` : null,
    plans > 0 ? `${plans} ${plans === 1 ? 'plano' : 'planos'}` : null,
  ].filter(Boolean);
  const verb = clients + plans === 1 ? 'usa' : 'usam';
  return `${parts.join(' e ')} ainda ${verb} este servidor. Mova ou arquive antes de arquivar o servidor.`;
}

type Failed = Extract<Probe, { ok: false }>;

/** Why a look at a panel failed. Nothing of the panel's own text: a test must not show foreign pages (S08). */
export const probeSentence = ({ trace }: Failed): string => capital(lookWords(trace));

/** What the reading after a save or a refresh brought. */
export function readingSentence(probe: Probe): string {
  if (!probe.ok) return `Os pacotes do painel ainda não foram lidos: ${lookWords(probe.trace)}`;
  const read =
    probe.packages.length === 1
      ? '1 pacote lido do painel.'
      : `${probe.packages.length} pacotes lidos do painel.`;
  return probe.complete ? read : `${read} A lista do painel só pôde ser lida em parte.`;
}

type Condition = {
  tone: 'neutral' | 'success' | 'warning' | 'danger';
  label: string;
  what: string;
  todo: string | null;
};

/** A server's health in words: the badge, what it means and what to do, for whom `mends` or for whom has to ask. */
export function conditionOf(server: Health & { panelType: string }, mends = true): Condition {
  const condition = conditionToMend(server);
  return mends || !condition.todo
    ? condition
    : { ...condition, todo: ASK[condition.label] ?? condition.todo };
}

function conditionToMend(server: Health & { panelType: string }): Condition {
  if (server.panelType === 'none') return NO_PANEL;
  const why = capital(
    PANEL_WORDS[(server.circuitReason ?? 'unreachable') as PanelReason] ?? PANEL_WORDS.unreachable,
  );
  if (server.circuit === 'open') {
    const { label, todo } = OPEN[server.circuitReason ?? ''] ?? OUT;
    return { tone: 'danger', label, what: why, todo: `${HELD} ${todo}` };
  }
  if (server.circuit === 'paused') return { ...NO_CREDITS, what: why };
  if (server.failuresInRow > 0) return FAILING;
  if (answersBadly(server)) return BAD_ANSWERS;
  return server.lastOkAt ? WORKING : UNSEEN;
}

/** What somebody reads who has no such button, by the badge. */
const ASK: Record<string, string> = {
  'Ainda não respondeu': 'Peça ao responsável para usar Atualizar pacotes.',
  Falhando:
    'Nada se perde: os pedidos são repetidos sozinhos. Se continuar, peça ao responsável para conferir o endereço.',
  'Com falhas':
    'Nada se perde: os pedidos são repetidos sozinhos. Se continuar, peça ao responsável para falar com o dono do painel.',
  'Sem créditos':
    'Renovações e criações esperam. Quando houver créditos, peça ao responsável para reabrir o painel: o que espera continua sozinho, e o que já foi recusado se tenta de novo em Entregas.',
  'Token recusado':
    'Renovações e criações esperam e nada se perde. Peça ao responsável para trocar o token ou reabrir o painel.',
  Bloqueado:
    'Renovações e criações esperam e nada se perde. Peça ao responsável para informar o endereço novo ou, se o painel já voltou, reabri-lo.',
  'Mudou de endereço':
    'Renovações e criações esperam e nada se perde. Peça ao responsável para informar o novo endereço.',
};
const NO_PANEL: Condition = {
  tone: 'neutral',
  label: 'Sem painel',
  what: 'Este servidor não tem painel: nada é enviado para fora.',
  todo: null,
};
const WORKING: Condition = { tone: 'success', label: 'Funcionando', what: 'O painel responde.', todo: null };
const UNSEEN: Condition = {
  tone: 'neutral',
  label: 'Ainda não respondeu',
  what: 'O painel ainda não respondeu a nenhum pedido.',
  todo: 'Use Atualizar pacotes para falar com ele agora.',
};
const FAILING: Condition = {
  tone: 'warning',
  label: 'Falhando',
  what: 'Os últimos pedidos não chegaram ao painel.',
  todo: 'Nada se perde: os pedidos são repetidos sozinhos. Se continuar, confira o endereço.',
};
const BAD_ANSWERS: Condition = {
  tone: 'warning',
  label: 'Com falhas',
  what: 'O painel recebe os pedidos, mas as últimas respostas foram erro ou não vieram.',
  todo: 'Nada se perde: os pedidos são repetidos sozinhos. Se continuar, fale com o dono do painel.',
};
const NO_CREDITS: Condition = {
  tone: 'warning',
  label: 'Sem créditos',
  what: '',
  todo: 'Renovações e criações esperam. Depois de comprar créditos, reabra o painel: o que espera continua sozinho, e o que já foi recusado se tenta de novo em Entregas.',
};
const HELD = 'Renovações e criações esperam e nada se perde.';
const OPEN: Record<string, { label: string; todo: string }> = {
  bad_token: {
    label: 'Token recusado',
    todo: 'Digite o token novo em Editar, ou reabra se o painel já aceita o atual.',
  },
  block_page: {
    label: 'Bloqueado',
    todo: 'Se o painel mudou de endereço, informe o novo; se já voltou, reabra.',
  },
  moved: { label: 'Mudou de endereço', todo: 'Informe o novo endereço do painel.' },
};
const OUT = {
  label: 'Fora do ar',
  todo: 'O painel é consultado uma vez por minuto e reabre sozinho quando responder.',
};
