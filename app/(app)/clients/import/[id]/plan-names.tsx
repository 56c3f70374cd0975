'use client';
import { useId, useRef, useState, useTransition } from 'react';
import { Button } from '@/components/button';
import { Card } from '@/components/card';
import { Select } from '@/components/field-frame';
import { focusAfter } from '@/components/focus-after';
import { answered } from '@/components/form';
import { useStatus } from '@/components/status';
import { savePlanNames } from '../actions';
import { useUnsavedFix } from './unsaved-fixes';

type Props = { id: string; names: Record<string, number>; plans: { value: string; label: string }[] };

/** Names of the plan column that are no plan's: said once, for all their lines. */
export function PlanNames({ id, names, plans }: Props) {
  const [chosen, setChosen] = useState<Record<string, string>>({});
  const [pending, start] = useTransition();
  const { tell } = useStatus();
  const base = useId();
  const button = useRef<HTMLButtonElement>(null);
  const entries = Object.entries(names).sort((a, b) => b[1] - a[1]);
  const send = () =>
    answered(() =>
      savePlanNames({ id, names: entries.map(([name]) => ({ name, planId: chosen[name] ?? '' })) }),
    );
  const some = entries.some(([name]) => chosen[name]);
  useUnsavedFix(some, send);
  if (entries.length === 0) return null;
  const save = () =>
    start(async () => {
      tell(await send());
      focusAfter(button.current);
    });
  return (
    <Card title="Planos da planilha que não reconhecemos">
      <div className="grid gap-4 sm:grid-cols-2 lg:grid-cols-3">
        {entries.map(([name, count], at) => (
          <div key={name} className="min-w-0">
            <label
              htmlFor={`${base}-${at}`}
              className="mb-1.5 block text-sm font-medium wrap-anywhere text-ink sm:text-[0.8125rem]"
            >
              {name}{' '}
              <span className="font-normal text-faint">({count === 1 ? '1 linha' : `${count} linhas`})</span>
            </label>
            <Select
              id={`${base}-${at}`}
              value={chosen[name] ?? ''}
              onChange={({ target }) => setChosen((old) => ({ ...old, [name]: target.value }))}
            >
              <option value="">Escolha…</option>
              {plans.map((p) => (
                <option key={p.value} value={p.value}>
                  {p.label}
                </option>
              ))}
            </Select>
          </div>
        ))}
      </div>
      <Button ref={button} className="mt-4 max-sm:w-full" pending={pending} disabled={!some} onClick={save}>
        Usar estes planos
      </Button>
    </Card>
  );
}
