import { ButtonLink } from '@/components/button';
import { Card } from '@/components/card';
import { Timeline } from '@/components/timeline';
import { accountWords } from '@/lib/accounts/messages';
import type { TaskReason } from '@/lib/accounts/rules';
import { eventWords, reasonOf } from '@/lib/audit/messages';
import { clientTimeline, type TimelineEvent } from '@/lib/audit/queries';
import type { Actor } from '@/lib/auth/rules';
import type { ClientDetail } from '@/lib/clients/queries';
import { readCursor, writeCursor } from '@/lib/clients/rules';
import { reasonWords } from '@/lib/renewals/messages';
import { formatDateTime } from '@/lib/time';

type Props = { client: ClientDetail; actor: Actor; before: string | undefined };

/** Everything that happened to one client, newest first. */
export async function History({ client, actor, before }: Props) {
  const place = { zone: actor.reseller.timezone, locale: actor.reseller.locale };
  const { events, more } = await clientTimeline(actor.resellerId, client.id, { before: readCursor(before) });
  const last = events.at(-1);
  return (
    <Card title="Histórico">
      {events.length === 0 && <p className="text-muted">Nada registrado ainda.</p>}
      <Timeline
        items={events.map((event) => {
          const { title, tone, body } = eventWords(event, place);
          return {
            id: event.id,
            at: formatDateTime(event.at, place.zone),
            title,
            tone,
            body: [body, why(event), event.actorId ? `por ${event.actorName}` : null]
              .filter(Boolean)
              .join(' · '),
          };
        })}
      />
      {(more || before) && (
        <div className="mt-4 flex gap-2">
          {before && (
            <ButtonLink size="sm" variant="ghost" href={`/clients/${client.id}`}>
              Mais recentes
            </ButtonLink>
          )}
          {more && last && (
            <ButtonLink
              size="sm"
              variant="ghost"
              href={`/clients/${client.id}?before=${writeCursor({ at: last.at, id: last.id })}`}
            >
              Mais antigos
            </ButtonLink>
          )}
        </div>
      )}
    </Card>
  );
}

/** The reason an event carries, in the words of the domain that wrote it. */
function why({ action, detail }: TimelineEvent): string | null {
  const reason = reasonOf(detail);
  if (!reason) return null;
  if (action.startsWith('renewal.')) return reasonWords(reason);
  return action.startsWith('account.') ? accountWords('rejected', reason as TaskReason, null) : null;
}
