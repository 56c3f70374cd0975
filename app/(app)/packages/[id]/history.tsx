import { ButtonLink } from '@/components/button';
import { Card } from '@/components/card';
import { Timeline } from '@/components/timeline';
import type { Actor } from '@/lib/auth/rules';
import { readCursor, writeCursor } from '@/lib/clients/rules';
import { packageEvents } from '@/lib/packages/record/queries';
import { eventItems } from '../../event-items';

type Props = { id: string; actor: Actor; before: string | undefined };

/** Everything that happened to one package, newest first; never cut. */
export async function History({ id, actor, before }: Props) {
  const { timezone: zone, locale } = actor.reseller;
  const { events, more } = await packageEvents(actor.resellerId, id, readCursor(before));
  const last = events.at(-1);
  return (
    <Card title="Histórico">
      {events.length === 0 && <p className="text-muted">Nada registrado ainda.</p>}
      <Timeline items={eventItems(events, { zone, locale })} />
      {(more || before) && (
        <div className="mt-4 flex gap-2">
          {before && (
            <ButtonLink size="sm" variant="ghost" href={`/packages/${id}`}>
              Mais recentes
            </ButtonLink>
          )}
          {more && last && (
            <ButtonLink
              size="sm"
              variant="ghost"
              href={`/packages/${id}?before=${writeCursor({ at: last.at, id: last.id })}`}
            >
              Mais antigos
            </ButtonLink>
          )}
        </div>
      )}
    </Card>
  );
}
