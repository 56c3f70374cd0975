import { Pencil } from 'lucide-react';
import { Badge } from '@/components/badge';
import { ButtonLink } from '@/components/button';
import { Card } from '@/components/card';
import { mbWords, renewalsWords } from '@/lib/groups/prices/messages';
import type { PriceRow } from '@/lib/groups/prices/queries';
import { tiedPrices } from '@/lib/groups/prices/rules';

type Props = {
  groupId: string;
  rows: PriceRow[];
  money: (cents: number) => string;
  locale: string;
  owner: boolean;
};

/** What the group sells, as it counts now. */
export function PricesCard({ groupId, rows, money, locale, owner }: Props) {
  const edit = (
    <ButtonLink href={`/packages/groups/${groupId}/prices`} size="sm">
      <Pencil aria-hidden />
      Editar tabela
    </ButtonLink>
  );
  return (
    <Card title="Tabela de preços" actions={owner && edit}>
      {rows.length === 0 ? (
        <p className="text-muted">
          Sem tabela, nenhum pagamento deste grupo ativa um pacote sozinho. Cole a que você usa no WhatsApp.
        </p>
      ) : (
        <PriceList rows={rows} money={money} locale={locale} />
      )}
    </Card>
  );
}

/** Prices under their headings; ties say how they are decided. */
function PriceList({ rows, money, locale }: Pick<Props, 'rows' | 'money' | 'locale'>) {
  const tied = new Set(tiedPrices(rows));
  const decided = new Set(rows.flatMap((row) => (row.chosen ? [row.priceCents] : [])));
  return (
    <div className="grid items-start gap-x-8 gap-y-5 sm:grid-cols-2 lg:grid-cols-3">
      {sectionsOf(rows).map((section) => (
        <div key={section.id}>
          <h3 className="font-medium text-ink">{section.label || 'Sem seção'}</h3>
          <p className="text-[0.8125rem] leading-5 text-muted">{renewalsWords(section.days)}</p>
          <ul className="mt-1 divide-y divide-line">
            {section.rows.map((row) => (
              <li
                key={row.id}
                className="tabular flex flex-wrap items-baseline justify-between gap-x-3 py-1.5"
              >
                <span className="text-ink">{mbWords(row.mb, locale)}</span>
                <span className="text-muted">{money(row.priceCents)}</span>
                {tied.has(row.priceCents) && (
                  <span className="basis-full">
                    {row.chosen ? (
                      <Badge tone="success">Vale este</Badge>
                    ) : decided.has(row.priceCents) ? (
                      <Badge>Vale outro pacote</Badge>
                    ) : (
                      <Badge tone="warning">Decidir a cada pagamento</Badge>
                    )}
                  </span>
                )}
              </li>
            ))}
          </ul>
        </div>
      ))}
    </div>
  );
}

type Section = { id: string; label: string; days: number | null; rows: PriceRow[] };

function sectionsOf(rows: PriceRow[]): Section[] {
  const sections: Section[] = [];
  for (const row of rows) {
    const last = sections.at(-1);
    if (last && last.label === row.label && last.days === row.days) last.rows.push(row);
    else sections.push({ id: row.id, label: row.label, days: row.days, rows: [row] });
  }
  return sections;
}
