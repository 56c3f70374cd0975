import { isReference } from '@/lib/packages/rules';
import { DAY_MS, HOUR_MS } from '@/lib/time';

/** The six commands and how each is written (product.md section 8). */
export const COMMANDS = {
  pacote: { form: '.pacote DIAS REF NUMERO', what: 'Agenda as renovações de um pacote já enviado' },
  pacotes_ativos: { form: '.pacotes_ativos', what: 'Lista os pacotes deste grupo' },
  pacotes_todos: { form: '.pacotes_todos', what: 'Lista os pacotes de todos os grupos' },
  pacotes_stats: { form: '.pacotes_stats', what: 'Conta pacotes e renovações' },
  validade: { form: '.validade NUMERO', what: 'Diz até quando vale o pacote de um número' },
  cancelar_pacote: { form: '.cancelar_pacote NUMERO REF', what: 'Para as renovações de um pacote' },
} as const;
export type CommandName = keyof typeof COMMANDS;

/** What a text asks for. `number` is as typed: whose country it is read in, the command's reseller decides. */
export type Command =
  | { name: 'pacote'; days: number; reference: string; number: string }
  | { name: 'pacotes_ativos' }
  | { name: 'pacotes_todos' }
  | { name: 'pacotes_stats' }
  | { name: 'validade'; number: string }
  | { name: 'cancelar_pacote'; number: string; reference: string };
export type Parsed =
  | { ok: true; command: Command }
  | { ok: false; name: CommandName; reason: 'usage' | 'number' };

/**
 * Reads a text as a command: one line of words apart by any spacing, its name in any case. Null when it is
 * none, and so nothing is answered; a known name with anything else behind it is wrong usage.
 */
export function parseCommand(text: string): Parsed | null {
  const [dotted = '', ...args] = wordsOf(text);
  const name = dotted.slice(1).toLowerCase();
  if (!dotted.startsWith('.') || !isName(name)) return null;
  const command = read(name, args);
  if (!command) return { ok: false, name, reason: 'usage' };
  if ('number' in command && !/^\+?\d{9,13}$/.test(command.number))
    return { ok: false, name, reason: 'number' };
  return { ok: true, command };
}

function read(name: CommandName, args: string[]): Command | null {
  switch (name) {
    case 'pacote': {
      const [days = '', reference = '', ...rest] = args;
      const number = numberOf(rest);
      return /^\d{1,3}$/.test(days) && isReference(reference) && number !== null
        ? { name, days: Number(days), reference, number }
        : null;
    }
    case 'validade': {
      const number = numberOf(args);
      return number === null ? null : { name, number };
    }
    case 'cancelar_pacote': {
      const reference = args.at(-1) ?? '';
      const number = numberOf(args.slice(0, -1));
      return isReference(reference) && number !== null ? { name, number, reference } : null;
    }
    default:
      return args.length === 0 ? { name } : null;
  }
}

/** One word, or digits set apart as our screens write them (`84 512 3456`); null for anything else. */
const numberOf = (words: string[]): string | null =>
  words.length === 1 || /^\+?\d+$/.test(words.join('')) ? words.join('') : null;

/** NFKC, marks that no eye sees taken out, split at any run of spaces. */
const wordsOf = (text: string): string[] =>
  text
    .slice(0, 500)
    .normalize('NFKC')
    .replace(/\p{Cf}/gu, '')
    .trim()
    .split(/\s+/u);

const isName = (name: string): name is CommandName => Object.hasOwn(COMMANDS, name);

/** Who gives a command: what they may see and do in this place. */
export type Rights = {
  /** The sender's own number, E.164; null while WhatsApp has only shown an id of its own. */
  phone: string | null;
  /** The group it was written in; null in a private conversation. */
  groupId: string | null;
  /** Admin of that group; of any group in a private conversation. */
  admin: boolean;
  /** Admin of all groups. */
  global: boolean;
};
export type Refusal = 'group_admin' | 'global_admin' | 'in_group';

/** Whether the sender may give this command here at all; null: yes. Whose number it names is looked at later. */
export function refusalOf(name: CommandName, { groupId, admin, global }: Rights): Refusal | null {
  switch (name) {
    case 'pacotes_todos':
      return global ? null : 'global_admin';
    case 'pacotes_ativos':
      if (!admin && !global) return 'group_admin';
      return groupId ? null : 'in_group';
    case 'pacote':
    case 'pacotes_stats':
      // In private only who may act everywhere: there is no group to be the admin of.
      if (global || (admin && groupId)) return null;
      return admin ? 'in_group' : 'group_admin';
    default:
      return null;
  }
}

/**
 * Whether the answers to one person are counted: to questions, and to what a stranger may not do. What did
 * something is always answered, and so is an admin who meant to.
 */
export const isCounted = (name: CommandName, acted: boolean, { admin, global }: Rights): boolean =>
  !acted && !((admin || global) && (name === 'pacote' || name === 'cancelar_pacote'));

/** What a reply says of one package, all of it counted from its slots. */
export type Standing = {
  number: string;
  reference: string;
  typeName: string;
  groupName: string | null;
  slotMb: number;
  expiresAt: Date;
  pausedAt: Date | null;
  /** Renewals of the package, those done, and those still to come. */
  total: number;
  done: number;
  left: number;
  next: Next;
};
export type Next =
  | { kind: 'at'; at: Date; late: boolean }
  | { kind: 'held' }
  | { kind: 'under_way' }
  | { kind: 'none'; dataUntil: Date | null };

/**
 * Whole days to the end, as renewals count them: a day is over at the hour of the renewal, 2 h before the hour
 * of the start, so that on time there are as many days as renewals left.
 */
export const daysLeft = (expiresAt: Date, now: Date): number =>
  Math.max(0, Math.ceil((expiresAt.getTime() - 2 * HOUR_MS - now.getTime()) / DAY_MS));
