import { ButtonLink } from '@/components/button';
import { Card } from '@/components/card';
import { Timeline } from '@/components/timeline';
import { clientTimeline } from '@/lib/audit/queries';
import type { Actor } from '@/lib/auth/rules';
import type { ClientDetail } from '@/lib/clients/queries';
import { readCursor, writeCursor } from '@/lib/clients/rules';
import { eventItems } from '../../event-items';

type Props = { client: ClientDetail; actor: Actor; before: string | undefined };

/** Everything that happened to one client, newest first. */
export async function History({ client, actor, before }: Props) {
  const place = { zone: actor.reseller.timezone, locale: actor.reseller.locale };
  const { events, more } = await clientTimeline(actor.resellerId, client.id, { before: readCursor(before) });
  const last = events.at(-1);
  return (
    <Card title="Histórico">
      {events.length === 0 && <p className="text-muted">Nada registrado ainda.</p>}
      <Timeline items={eventItems(events, place)} />
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
