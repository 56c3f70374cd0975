import type { Moment } from '@/components/timeline';
import { eventWords, reasonOf } from '@/lib/audit/messages';
import type { TimelineEvent } from '@/lib/audit/queries';
import { reasonWords } from '@/lib/channels/messages';
import { shownDateTime } from '@/lib/time';

/** What happened to one message, newest first, with why it did not go. */
export const messageSteps = (
  events: TimelineEvent[],
  { timezone, locale }: { timezone: string; locale: string },
): Moment[] =>
  events.map((event) => {
    const { title, tone, body } = eventWords(event, { zone: timezone, locale });
    const by = event.actorId ? `por ${event.actorName}` : null;
    // What it is about stands above already.
    const said = event.action.startsWith('delivery.') ? body : reasonWords(reasonOf(event.detail));
    return {
      ...{ id: event.id, at: shownDateTime(event.at, timezone), title, tone },
      body: [said, by].filter(Boolean).join(' · '),
    };
  });
