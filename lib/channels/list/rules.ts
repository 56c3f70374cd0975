import type { MessageState } from '../rules';

const TABS = ['ready', 'sent', 'problem'] as const;
export type Tab = (typeof TABS)[number];

/** What each page of *Mensagens* lists. Waiting ones are seen with their renewal, discarded ones in the timeline. */
export const TAB_STATES: Record<Tab, readonly MessageState[]> = {
  ready: ['queued', 'sending'],
  sent: ['sent', 'delivered'],
  problem: ['unknown', 'failed', 'expired'],
};

export const PAGE_SIZE = 20;

/** A place in a list by creation: where to go on, and in which direction. */
export type Cursor = { at: Date; id: string; back: boolean };

/** `n1766235600000_0190…`; `n` goes on, `b` goes back. */
export const writeCursor = ({ at, id, back }: Cursor): string => `${back ? 'b' : 'n'}${at.getTime()}_${id}`;

/** Null for anything that is no cursor of ours: the list then starts anew. */
export function readCursor(text: string | null | undefined): Cursor | null {
  const match = /^([nb])(\d{10,14})_([0-9a-f-]{36})$/.exec(text ?? '');
  return match ? { at: new Date(Number(match[2])), id: match[3] ?? '', back: match[1] === 'b' } : null;
}
