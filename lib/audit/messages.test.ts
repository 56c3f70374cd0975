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

  it('warns of a renewal that was found twice', () => {
    const detail = { from: '2026-11-25T01:13:00Z', to: '2027-01-24T01:13:00Z', warning: 'two_renewals' };
    expect(eventWords({ action: 'renewal.verified', detail }, PLACE)).toEqual({
      title: 'Renovado no painel',
      tone: 'warning',
      body: '2 renovações detectadas · painel: 24/11/2026 22:13 → 23/01/2027 22:13',
    });
  });
});
