import type { Route } from 'next';
import Link from 'next/link';
import { Card, Stat } from '@/components/card';
import type { ResellerId } from '@/db/ids';
import { needingPerson } from '@/lib/board/queries';
import { packageAttention } from '@/lib/packages/stats/queries';
import { agoWords } from '@/lib/reports/rules';

type Props = {
  resellerId: ResellerId;
  now: Date;
  /** No other card says what needs a person: this one does, as *Entregas* counts it. */
  alone: boolean;
};

/** The packages in three figures, each a way to its list; nothing for a reseller who sells none. */
export async function PackagesNow({ resellerId, now, alone }: Props) {
  const { any, active, late, slots, rows, receipts } = await packageAttention(resellerId, now);
  if (!any) return null;
  const waiting = slots + rows + receipts;
  const needing = alone ? await needingPerson(resellerId) : null;
  return (
    <Card title="Pacotes">
      <div className="grid grid-cols-3 gap-x-4">
        <Figure href="/packages" label="Ativos">
          <Stat value={active} />
        </Figure>
        <Figure href="/packages?state=late" label="Atrasadas">
          <Stat
            value={late}
            tone={late > 0 ? 'danger' : 'neutral'}
            hint={late > 0 ? 'renovações fora da hora' : 'tudo na hora'}
          />
        </Figure>
        {needing ? (
          <Figure href="/deliveries" label="Precisam de mim">
            <Stat
              value={needing.count}
              tone={needing.count > 0 ? 'danger' : 'neutral'}
              hint={needing.oldest ? `a mais antiga ${agoWords(needing.oldest, now)}` : 'nada a decidir'}
            />
          </Figure>
        ) : (
          <Figure
            href={waiting > 0 && slots === 0 ? placeOf(rows) : '/packages?state=needs'}
            label="Esperam você"
          >
            <Stat
              value={waiting}
              tone={waiting > 0 ? 'danger' : 'neutral'}
              hint={waiting > 0 ? 'renovações, planilha e comprovantes' : 'nada a decidir'}
            />
          </Figure>
        )}
      </div>
    </Card>
  );
}

const placeOf = (rows: number) => (rows > 0 ? '/packages/sheet' : '/packages/receipts');

type FigureProps = { href: string; label: string; children: React.ReactNode };

/** The label alone is the link's name; its target is the whole figure. */
function Figure({ href, label, children }: FigureProps) {
  return (
    <div className="group relative min-w-0">
      <Link
        href={href as Route}
        className="covers text-[0.8125rem] leading-5 text-muted outline-offset-4 group-hover:text-accent"
      >
        {label}
      </Link>
      {children}
    </div>
  );
}
