import { describe, expect, it } from 'vitest';
import { accountTasks } from '@/db/schema/clients';
import { renewalIntents } from '@/db/schema/invoices';
import { mercadopagoCharges } from '@/db/schema/mercadopago';
import { messages } from '@/db/schema/messages';
import type { Warning } from '@/lib/renewals/rules';
import { eventWords } from './messages';

const PLACE = { zone: 'America/Sao_Paulo', locale: 'pt-BR' };
const BY_PERSON = ['accepted', 'by_hand'] satisfies Warning[];
/** States that are written down without an event of their own, or with one that no timeline shows. */
const SILENT = { account: ['sending', 'cancelled'], pix: ['creating', 'pending'], message: ['waiting'] };
const loud = (states: readonly string[], silent: string[]) => states.filter((s) => !silent.includes(s));

describe('what a timeline shows', () => {
  it.each([
    ...renewalIntents.state.enumValues.map((state) => `renewal.${state}`),
    ...BY_PERSON.map((warning) => `renewal.${warning}`),
    'renewal.resent',
    'renewal.retried',
    ...loud(mercadopagoCharges.state.enumValues, SILENT.pix).map((state) => `pix.${state}`),
    ...loud(messages.state.enumValues, SILENT.message).map((state) => `message.${state}`),
    ...accountTasks.kind.enumValues.flatMap((kind) =>
      loud(accountTasks.state.enumValues, SILENT.account).map((state) => `account.${kind}.${state}`),
    ),
  ])('%s has words of its own', (action) => {
    expect(eventWords({ action, detail: {} }, PLACE).title).not.toBe(action.replaceAll(/[._]/g, ' '));
  });
});
