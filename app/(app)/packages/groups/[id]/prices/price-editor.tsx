'use client';
import { Plus, TriangleAlert } from 'lucide-react';
import type { Route } from 'next';
import { useRouter } from 'next/navigation';
import { useRef, useState } from 'react';
import { Button } from '@/components/button';
import { Card } from '@/components/card';
import { answered } from '@/components/form';
import { useStatus } from '@/components/status';
import { useUnsaved } from '@/components/unsaved';
import { faultName, gridFaults } from '@/lib/groups/prices/faults/rules';
import { savedAs } from '@/lib/groups/prices/grid/rules';
import { faultsWords } from '@/lib/groups/prices/messages';
import { type Currency, formatMoney } from '@/lib/money';
import { keepPrices } from '../../actions';
import { PasteTable } from './paste-table';
import { SectionFields } from './section-fields';
import { TieChoices } from './tie-choices';
import { type Start, useGrid } from './use-grid';

type Props = {
  groupId: string;
  /** The version that counts now; 0 without one. */
  base: number;
  start: Start;
  /** The lengths that can be sold here. */
  types: number[];
  currency: Currency;
  locale: string;
};

/** A price table: pasted or typed, looked at line by line, and saved as a new version. */
export function PriceEditor({ groupId, base, start, types, currency, locale }: Props) {
  const hands = useGrid(start);
  /** What was wrong when it was last to be saved; it stays marked until it is mended. */
  const [marked, setMarked] = useState<ReadonlySet<string>>(new Set());
  const body = useRef<HTMLDivElement>(null);
  const [pending, setPending] = useState(false);
  const [said, setSaid] = useState('');
  const { tell } = useStatus();
  const router = useRouter();
  useUnsaved(hands.dirty && !pending);
  const money = (cents: number) => formatMoney({ cents, currency }, locale);

  const save = async () => {
    const wrong = gridFaults(hands.grid, hands.ties);
    setMarked(new Set(wrong.map(faultName)));
    setSaid('');
    if (wrong.length > 0) {
      requestAnimationFrame(() =>
        body.current
          ?.querySelector<HTMLElement>(':is(input,select)[aria-invalid=true], [data-fault] input')
          ?.focus(),
      );
      return;
    }
    setPending(true);
    const sent = { groupId, base, source: hands.source, ...savedAs(hands.grid, hands.ties) };
    const result = await answered(() => keepPrices(sent));
    setPending(false);
    if (!result.ok) return setSaid(result.message);
    tell(result);
    hands.saved();
    router.push(`/packages/groups/${groupId}` as Route);
  };

  const faults = gridFaults(hands.grid, hands.ties).filter((fault) => marked.has(faultName(fault)));
  const alert = said || faultsWords(faults, money);
  const count = hands.grid.reduce((n, section) => n + section.rows.length, 0);
  return (
    <div ref={body} className="grid gap-4 sm:gap-5">
      <PasteTable hands={hands} empty={start.grid.length === 0} />
      <Card title="Preços">
        {count === 0 ? (
          <p className="text-muted">Nenhum preço ainda. Cole uma tabela acima ou digite a primeira linha.</p>
        ) : (
          <div className="grid gap-6">
            {hands.grid.map((section, at) => (
              <SectionFields
                key={section.key}
                {...{ section, hands, types, currency, money, faults }}
                position={at + 1}
              />
            ))}
          </div>
        )}
        <Button size="sm" className="mt-4" data-add-section onClick={hands.addSection}>
          <Plus aria-hidden />
          Adicionar seção
        </Button>
      </Card>
      <TieChoices {...{ hands, money, locale, faults }} />
      {alert && (
        <p
          role="alert"
          className="flex items-start gap-2.5 rounded-control bg-danger-soft px-3 py-2.5 text-danger"
        >
          <TriangleAlert aria-hidden className="mt-0.5 size-4.5 shrink-0" />
          {alert}
        </p>
      )}
      <div className="flex flex-wrap items-center justify-between gap-3 border-t border-line pt-4">
        <p className="tabular text-muted">{count === 1 ? '1 preço' : `${count} preços`}</p>
        <Button variant="primary" pending={pending} className="max-sm:w-full" onClick={() => void save()}>
          Salvar tabela
        </Button>
      </div>
    </div>
  );
}
