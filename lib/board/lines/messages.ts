import type { accountTasks } from '@/db/schema/clients';
import type { messages } from '@/db/schema/messages';
import type { sheetRows } from '@/db/schema/sheets';
import { accountChip, accountWords } from '@/lib/accounts/messages';
import { lastDetail, type TaskReason } from '@/lib/accounts/rules';
import { MESSAGE_WORDS, reasonWords, STATE_WORDS } from '@/lib/channels/messages';
import type { MessageKind, MessageState } from '@/lib/channels/rules';
import { chargeReason } from '@/lib/mercadopago/messages';
import { formatPhone } from '@/lib/phone';
import { BOOK_WORDS, reasonWords as sheetReason } from '@/lib/sheets/messages';

type Tone = 'neutral' | 'info' | 'success' | 'warning' | 'danger';
export type Chip = { text: string; tone: Tone };
const NEEDS_YOU: Chip = { text: 'Precisa de você', tone: 'danger' };

/** A creation or a status: its chip, and what happened. */
export function wordsOfAccount(
  task: Pick<typeof accountTasks.$inferSelect, 'kind' | 'state' | 'reason' | 'evidence'>,
): { chip: Chip; why: string | null } {
  const { text, tone } = accountChip('none', task);
  const reason = task.reason as TaskReason | null;
  const speaks = reason !== null || task.state === 'review';
  return {
    chip: { text, tone },
    why: speaks ? accountWords(task.state, reason, lastDetail(task.evidence)) : null,
  };
}

/** A sheet holds numbers without their country; Mozambique's have nine digits. */
const MZ_DIGITS = 9;

/** A row of a sheet: whose number, which book, and what happened. */
export function wordsOfSheet(row: typeof sheetRows.$inferSelect) {
  const chip: Chip =
    row.state === 'review'
      ? NEEDS_YOU
      : row.state === 'sending'
        ? { text: 'Enviando…', tone: 'info' }
        : { text: 'Na fila', tone: 'info' };
  return {
    ...{
      who: row.number.length === MZ_DIGITS ? formatPhone(`+258${row.number}`) : row.number,
      where: `${BOOK_WORDS[row.book]} · ${row.reference}`,
      chip,
    },
    why: row.state === 'review' || row.reason ? sheetReason(row.reason) : null,
  };
}

const MESSAGE_TONE: Partial<Record<MessageState, Tone>> = {
  ...{ queued: 'info', sending: 'info', unknown: 'warning', failed: 'danger', expired: 'warning' },
};

type To = { clientName: string | null; groupName: string | null; phone: string | null };

/** A message: to whom, what about, and why it stands still. */
export function wordsOfMessage(row: typeof messages.$inferSelect, { clientName, groupName, phone }: To) {
  const number = phone && formatPhone(phone);
  return {
    who:
      row.kind === 'alert'
        ? 'Sua empresa'
        : (clientName ?? (row.chat && (groupName ?? row.chat)) ?? number ?? 'Sem número'),
    where: MESSAGE_WORDS[row.kind as MessageKind],
    chip: {
      text: row.state === 'queued' ? 'Na fila' : STATE_WORDS[row.state],
      tone: MESSAGE_TONE[row.state] ?? 'neutral',
    },
    why:
      row.state === 'expired' && !row.reason
        ? 'O prazo passou antes do envio. Veja se ainda faz sentido.'
        : reasonWords(row.reason),
  };
}

/** Money that arrived by PIX. */
export const wordsOfPix = (reason: string | null) => ({ chip: NEEDS_YOU, why: chargeReason(reason) });
