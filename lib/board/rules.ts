import { isLeftStop } from '@/lib/accounts/left/rules';
import { WAITS_IN } from '@/lib/dismissals/rules';

/** What *Entregas* lists: everything that somebody waits for and that is not proved. */
export const KINDS = ['renewal', 'creation', 'status', 'sheet', 'message', 'pix'] as const;
export type Kind = (typeof KINDS)[number];

/** What needs a person comes first; what goes on by itself after it. */
export const SIDES = ['needs', 'moving'] as const;
export type Side = (typeof SIDES)[number];

/** What has pages of its own: counted with the rest, and linked. */
export const ELSEWHERE = ['receipt', 'slot'] as const;
export type Elsewhere = (typeof ELSEWHERE)[number];

/** How much of what needs a person is decided on pages of its own. */
export const elsewhereOf = (needs: Record<Elsewhere, { n: number }>): number =>
  ELSEWHERE.reduce((all, kind) => all + needs[kind].n, 0);

/** The order of the list: what has to be decided, what may only have to be looked at, what goes on by itself. */
export const RANKS = ['needs', 'look', 'moving'] as const;
export type Rank = (typeof RANKS)[number];

/** A place in the list: its rank, then its age, then its id, which no two rows share. */
export type Place = { rank: Rank; at: Date; id: string };

/** `n1766235600000_0190…`: the rank's first letter, the moment, the id. */
export const writePlace = ({ rank, at, id }: Place): string => `${rank.charAt(0)}${at.getTime()}_${id}`;

/** Null for anything that is no place of ours: the list then starts anew. */
export function readPlace(text: string | undefined): Place | null {
  const match = /^([nlm])(\d{10,14})_([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$/.exec(text ?? '');
  const rank = RANKS.find((one) => one.startsWith(match?.[1] ?? '-'));
  return rank && match?.[3] ? { rank, at: new Date(Number(match[2])), id: match[3] } : null;
}

/** Rows that one press may set going again. */
export const MOST_AT_ONCE = 200;

/** The states in which each kind waits for a person; a PIX is decided on its invoice. */
const STATES: Record<Kind, readonly string[]> = {
  ...WAITS_IN,
  creation: WAITS_IN.account,
  status: WAITS_IN.account,
  pix: ['review', 'pending'],
};
export const waitsForPerson = (kind: Kind, state: string): boolean => STATES[kind].includes(state);

/** Reasons for which a sheet may hold another's row, or the phone may already have executed ours. */
export const ROW_IN_DOUBT: readonly string[] = [
  'duplicate_other',
  'duplicate_unread',
  'duplicate_unproved',
  'restored',
];

/** What a retry unseen is judged by; `late`: what a message was about is over. */
export type Standing = { kind: Kind; state: string; reason: string | null; late: boolean };

/**
 * Whether something that needs a person may be tried again together with others, unseen. Only what certainly did
 * nothing: a refusal, a message that did not go and still says what is so. A sheet's row bears its own key, so a
 * second post of one that may have arrived is answered `duplicado` and read; where that was already in doubt, a
 * person looks.
 */
export function mayRetryUnseen({ kind, state, reason, late }: Standing): boolean {
  switch (kind) {
    case 'renewal':
    case 'creation':
      return state === 'rejected';
    // Of an account left behind that may be the client's own, or a stranger's, a person looks.
    case 'status':
      return state === 'rejected' && !isLeftStop(reason);
    case 'sheet':
      return state === 'review' && !ROW_IN_DOUBT.includes(reason ?? '');
    case 'message':
      return state === 'failed' && !late;
    case 'pix':
      return false;
  }
}
