import type { Metadata } from 'next';
import { PageHeader } from '@/components/page-header';
import { pageGate } from '@/lib/auth/gates';
import { allows } from '@/lib/auth/rules';
import { readGateway } from '@/lib/channels/gateways/queries';
import { groupsOf } from '@/lib/groups/queries';
import { peopleWithoutNumber } from '@/lib/inbound/identities/queries';
import { exchangesOf, unregisteredGroups } from '@/lib/inbound/queries';
import { formatPhone } from '@/lib/phone';
import { formatDateTime } from '@/lib/time';
import { Console, type Line } from './console';
import { StrangeGroups } from './strange-groups';
import { Strangers } from './strangers';

export const metadata: Metadata = { title: 'Console' };

type Props = { searchParams: Promise<Record<string, string | string[] | undefined>> };

export default async function ConsolePage({ searchParams }: Props) {
  const actor = await pageGate();
  const { resellerId, reseller } = actor;
  const { grupo } = await searchParams;
  const acts = allows(actor.role, 'operator');
  const [groups, strange, people, gateway] = await Promise.all([
    groupsOf(resellerId).then((all) => all.filter((group) => !group.archivedAt)),
    acts ? unregisteredGroups(resellerId) : [],
    acts ? peopleWithoutNumber(resellerId) : [],
    readGateway(resellerId),
  ]);
  const chosen = groups.find((group) => group.id === grupo) ?? (grupo === 'nenhum' ? null : groups[0]);
  const heard = chosen?.jid ? await exchangesOf(resellerId, chosen.jid) : [];
  const at = (when: Date) => formatDateTime(when, reseller.timezone);
  const lines = heard.flatMap((one): Line[] => {
    const who = one.author ?? (one.phone ? formatPhone(one.phone) : 'WhatsApp');
    const asked: Line = { id: one.id, from: who, mine: false, text: one.text, at: at(one.at) };
    return one.reply
      ? [asked, { id: `${one.id}-r`, from: null, mine: false, text: one.reply, at: null }]
      : [asked];
  });
  return (
    <>
      <PageHeader
        title="Console"
        description="Os mesmos comandos do WhatsApp, com as mesmas respostas. O que você ativar aqui vale de verdade."
      />
      <div className="grid items-start gap-4 xl:grid-cols-[minmax(0,1fr)_22rem]">
        <Console
          key={chosen?.id ?? 'none'}
          groups={groups.map(({ id, name }) => ({ id, name }))}
          groupId={chosen?.id ?? null}
          country={reseller.country}
          acts={acts}
          past={lines}
          connected={gateway?.state === 'open'}
        />
        {acts && (
          <div className="grid gap-4">
            <StrangeGroups
              nameable={gateway?.kind === 'evolution'}
              groups={strange.map((group) => ({ ...group, lastAt: at(group.lastAt) }))}
            />
            <Strangers people={people.map((person) => ({ ...person, seenAt: at(person.seenAt) }))} />
          </div>
        )}
      </div>
    </>
  );
}
