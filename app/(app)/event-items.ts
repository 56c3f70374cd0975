import { accountWords } from '@/lib/accounts/messages';
import type { TaskReason } from '@/lib/accounts/rules';
import { eventWords, type Place, reasonOf } from '@/lib/audit/messages';
import type { TimelineEvent } from '@/lib/audit/queries';
import { chargeReason } from '@/lib/mercadopago/messages';
import { reasonWords } from '@/lib/renewals/messages';
import { formatDateTime } from '@/lib/time';

/** Audit events as the items of a timeline, in words and in the reseller's zone. */
export const eventItems = (events: TimelineEvent[], place: Place) =>
  events.map((event) => {
    const { title, tone, body } = eventWords(event, place);
    const by = event.actorId ? `por ${event.actorName}` : null;
    return {
      id: event.id,
      at: formatDateTime(event.at, place.zone),
      title,
      tone,
      body: [body, why(event), by].filter(Boolean).join(' · '),
    };
  });

/** The reason an event carries, in the words of the domain that wrote it. */
function why({ action, detail }: TimelineEvent): string | null {
  const reason = reasonOf(detail);
  if (!reason) return null;
  if (action.startsWith('renewal.')) return reasonWords(reason);
  if (action.startsWith('pix.')) return chargeReason(reason);
  return action.startsWith('account.') ? accountWords('rejected', reason as TaskReason, null) : null;
}
