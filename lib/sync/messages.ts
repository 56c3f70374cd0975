import { lookWords } from '@/lib/panels/messages';
import type { PanelReason } from '@/lib/panels/rules';
import { capital, people } from '@/lib/words';
import type { Undone } from './apply/undo/commands';
import type { Apart } from './filter/rules';
import type { SyncClass } from './plan/rules';
import type { LeftCounts } from './strangers/rules';
import type { LeftOut } from './strangers/schema';

/** `chip` is the short name beside the others. */
type ClassWords = { chip: string; tab: string; explained: string; act: string | null };

/** Before somebody takes a whole register for gone. */
export const ANOTHER_PANEL =
  'Mais da metade dos clientes lidos não está neste painel. Antes de aceitar, confira o endereço e a revenda em Servidores: ele pode ser outro, ou ter sido esvaziado.';

/** What each class of difference is called, what it means, and what taking it over does. */
export const CLASS_WORDS: Record<SyncClass, ClassWords> = {
  later: {
    chip: 'Vence depois',
    tab: 'Vence depois no painel',
    explained: 'O painel vai mais longe do que o cadastro daqui. Quase sempre foi renovado à mão por lá.',
    act: 'O vencimento daqui passa a ser o do painel. Nada é enviado ao painel.',
  },
  earlier: {
    chip: 'Vence antes',
    tab: 'Vence antes no painel',
    explained:
      'Aqui vale mais do que no painel. Quem já pagou por esses dias traz a palavra Pago aqui: confira antes de aceitar.',
    act: 'O vencimento daqui volta para o do painel. Nada é enviado ao painel.',
  },
  missing_there: {
    chip: 'Falta no painel',
    tab: 'Não existe no painel',
    explained: 'O painel respondeu que não tem esta conta.',
    act: 'O cadastro fica marcado como sem conta no painel; a página do cliente oferece criar a conta de novo.',
  },
  missing_here: {
    chip: 'Falta aqui',
    tab: 'Não existe aqui',
    explained:
      'Contas suas no painel que ninguém tem no cadastro daqui. Cada uma entra com o plano que vende o pacote dela.',
    act: null,
  },
  blocked: {
    chip: 'Situação',
    tab: 'Situação diferente',
    explained: 'Ativo em um lado e suspenso no outro.',
    act: 'A situação daqui passa a ser a do painel. Nada é enviado ao painel.',
  },
  package: {
    chip: 'Pacote',
    tab: 'Outro pacote',
    explained: 'O pacote no painel não é o do plano daqui.',
    act: 'O cliente passa para o plano deste servidor que vende o pacote do painel, se houver um só.',
  },
  in_flight: {
    chip: 'Em andamento',
    tab: 'Em andamento',
    explained: 'Quem tem uma renovação ou um pedido à conta em andamento fica de fora desta comparação.',
    act: null,
  },
  unread: {
    chip: 'Sem leitura',
    tab: 'Sem leitura',
    explained:
      'O painel não mostrou a conta destes clientes como sua. Nada se sabe deles: não estão ausentes, só não foram lidos. A próxima leitura tenta de novo.',
    act: null,
  },
};

const figure = (n: number) => n.toLocaleString('pt-BR');

/** What it means for those who have paid that such differences are taken over; it comes before what the act does. */
export const lossWords = (kind: SyncClass, n: number): string => {
  const who = n === 1 ? '1 cliente já pagou' : `${figure(n)} clientes já pagaram`;
  return kind === 'missing_there'
    ? `${who} por dias que ainda não acabaram e ${n === 1 ? 'está' : 'estão'} sem conta.`
    : `${who} por dias que o painel não dá e ${n === 1 ? 'perde' : 'perdem'} esses dias aqui.`;
};

const ONE_WORDS: Partial<Record<PanelReason, string>> = {
  not_ours:
    'A conta existe no painel, mas em nome de outra revenda. Confira no painel de quem ela é e o Usuário Revenda em Servidores.',
  timeout: 'O painel não respondeu a tempo sobre este cliente.',
  server_error: 'O painel falhou por dentro ao mostrar este cliente.',
  validation: 'O painel recusou mostrar este cliente. Confira o usuário dele no painel.',
  refused: 'O painel recusou mostrar este cliente. Confira o usuário dele no painel.',
};
const ODD_ONE = 'O painel respondeu sobre este cliente algo que não dá para entender.';
const ODD = new Set<PanelReason>([
  'unproved',
  'bad_answer',
  'not_a_panel',
  'customer_absent',
  'package_gone',
]);

/** Why a panel did not show one client while it showed others. */
export const unreadWords = (reason: PanelReason): string =>
  ONE_WORDS[reason] ?? (ODD.has(reason) ? ODD_ONE : readingWords(reason));

/** Why a reading ended, as a sentence of its own. */
export const readingWords = (reason: PanelReason): string =>
  capital(lookWords({ reason, movedTo: null, retryAfterMs: null }));

/** Why a reading waits: it goes on by itself, so only what a person has to mend is asked for. */
export const waitingWords = (reason: PanelReason): string =>
  TO_MEND.has(reason) ? readingWords(reason) : readingWords(reason).replace(/(?<=\.) .*/, '');

const TO_MEND = new Set<PanelReason>([
  'bad_token',
  'no_permission',
  'capability_off',
  'wrong_path',
  'block_page',
  'moved',
  'address_refused',
  'not_a_panel',
  'user_not_found',
]);

/**
 * What taking over did (product.md section 6: `N clientes atualizados`), and who was left alone. Null: nothing was left to
 * be decided.
 */
export function appliedWords({
  updated,
  stale,
  busy,
  busyNames = [],
  noPlan,
}: {
  updated: number;
  stale: number;
  busy: number;
  /** The first of them. */
  busyNames?: readonly string[];
  noPlan: number;
}): string | null {
  const head =
    updated === 1 ? '1 cliente atualizado' : `${updated.toLocaleString('pt-BR')} clientes atualizados`;
  const left = [
    stale > 0 &&
      `${people(stale)} sem mudança: o cadastro, a conta ou o acesso ao painel mudou depois da leitura`,
    busy > 0 && `${people(busy)} com renovação em andamento${named(busyNames, busy)}`,
    noPlan > 0 && `${people(noPlan)} ${LEFT_WORDS.no_plan}, ainda a decidir`,
  ].filter(Boolean);
  if (left.length > 0) return `${head}. Ficaram de fora: ${left.join('; ')}.`;
  return updated > 0 ? head : null;
}

/** The first names of some people, and how many more they are: ` (Ana, Bia e mais 3)`. */
function named(names: readonly string[], all: number): string {
  if (names.length === 0) return '';
  const more = all - names.length;
  if (more > 0) return ` (${names.join(', ')} e mais ${more.toLocaleString('pt-BR')})`;
  return ` (${[names.slice(0, -1).join(', '), names.at(-1)].filter(Boolean).join(' e ')})`;
}

/** What taking customers of a panel in did, and who was left out and why. */
export function importedWords({ created, left }: { created: number; left: LeftCounts }): string {
  const head =
    created === 1
      ? '1 cliente incluído no cadastro'
      : `${created.toLocaleString('pt-BR')} clientes incluídos no cadastro`;
  const out = (Object.keys(LEFT_WORDS) as LeftOut[])
    .filter((why) => left[why])
    .map((why) => `${people(left[why] ?? 0)} ${LEFT_WORDS[why]}`);
  return out.length > 0 ? `${head}. Ficaram de fora: ${out.join('; ')}.` : head;
}

const LEFT_WORDS: Record<LeftOut, string> = {
  no_plan: 'cujo pacote não tem um plano só',
  archived: 'no arquivo daqui',
  moved: 'que mudou daqui para outro servidor',
  other_case: 'com o usuário em uso aqui em outra grafia',
  trial: 'em teste no painel',
  taken: 'com o usuário já em uso aqui',
  no_date: 'sem vencimento que se possa ler',
  no_status: 'em situação que não é ativa nem suspensa',
  username: 'com usuário que o cadastro não aceita',
  edited: 'de antes de o endereço, o usuário ou o token do servidor mudar: compare de novo',
};

/** Why somebody unknown here does not come in with the others, beside the name. */
export const OBSTACLE_WORDS: Record<LeftOut, string> = {
  no_plan: 'A escolher ao incluir',
  archived: 'Arquivado aqui: restaure o cliente',
  moved: 'Cliente que mudou de servidor: conta de antes',
  other_case: 'Usuário em uso aqui em outra grafia',
  trial: 'Teste no painel: entra quando comprar',
  taken: 'Usuário já em uso aqui',
  no_date: 'Sem vencimento legível',
  no_status: 'Nem ativo nem suspenso',
  username: 'Usuário que o cadastro não aceita',
  edited: 'Lido antes de o servidor mudar',
};

export function undoneWords(back: Undone): string {
  const { kept } = back;
  if ('undone' in back)
    return kept === 0
      ? `${people(back.undone)} como antes.`
      : `${people(back.undone)} como antes. Ficaram como estão, porque mudaram depois ou o plano de antes não está mais em uso neste servidor: ${figure(kept)}.`;
  const head = `${people(back.removed)} ${back.removed === 1 ? 'retirado' : 'retirados'} do cadastro.`;
  return kept === 0
    ? head
    : `${head} Ficaram, porque já têm pagamento, mensagem ou outra mudança: ${figure(kept)}.`;
}

/** How far apart two dates are, as a choice. */
export const APART_WORDS: Record<Apart, string> = {
  week: 'Até 7 dias',
  month: 'De 8 a 35 dias',
  more: 'Mais de 35 dias',
};

export const SYNC_REFUSALS = {
  nothing:
    'Não há o que ler: nenhum servidor com painel e clientes, ou com a lista deles, ou a leitura já está em andamento.',
  absent: 'Esta leitura não existe mais. Recarregue a página.',
  ended: 'A leitura já tinha terminado.',
  decided: 'Nada mudou: não havia mais o que decidir aqui.',
  undone: 'Isto já foi desfeito. Recarregue a página.',
  plan: 'Este plano não existe mais neste servidor. Recarregue a página.',
} as const;
