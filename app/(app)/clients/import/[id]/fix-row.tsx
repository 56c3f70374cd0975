'use client';
import { CircleAlert } from 'lucide-react';
import { type FormEvent, useId, useState, useTransition } from 'react';
import { Button } from '@/components/button';
import { inputLook } from '@/components/field-frame';
import { answered } from '@/components/form';
import { useStatus } from '@/components/status';
import { useUnsaved } from '@/components/unsaved';
import { FIELD_WORDS } from '@/lib/imports/messages';
import type { ShownRow } from '@/lib/imports/queries';
import { FIELDS } from '@/lib/imports/rules';
import { saveRow } from '../actions';
import { SkipRow } from './skip-row';

type Props = { id: string; row: ShownRow; fields: readonly (string | null)[] };

/** One wrong line: only the cells that are wrong, each with what is wrong beside it. */
export function FixRow({ id, row, fields }: Props) {
  const [pending, start] = useTransition();
  const [typed, setTyped] = useState(false);
  const { tell } = useStatus();
  useUnsaved(typed);
  const wrong = FIELDS.filter((field) => row.problems[field]);
  const mendable = wrong.some((field) => fields.includes(field));
  const save = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    const cells = Object.fromEntries(
      wrong.filter((f) => fields.includes(f)).map((f) => [f, String(form.get(f) ?? '')]),
    );
    setTyped(false);
    start(async () => {
      const result = await answered(() => saveRow({ id, n: row.n, cells }));
      if (!result.ok) setTyped(true);
      tell(result);
    });
  };
  const look = ({ currentTarget }: FormEvent<HTMLFormElement>) =>
    setTyped([...currentTarget.querySelectorAll('input')].some((cell) => cell.value !== cell.defaultValue));
  return (
    <li className="rounded-card border border-line bg-surface p-4 shadow-rest">
      <form onSubmit={save} onInput={look} method="post" noValidate>
        <div className="flex flex-wrap items-center justify-between gap-x-4 gap-y-1">
          <p className="min-w-0 wrap-anywhere">
            <span className="tabular whitespace-nowrap text-muted">Linha {row.n}</span>
            <span className="ml-2 font-medium text-ink">
              {[row.texts.username, row.texts.name].filter(Boolean).join(' · ') || 'sem usuário'}
            </span>
          </p>
          <div className="flex gap-1">
            <SkipRow id={id} n={row.n} skip={row.skip} />
            {mendable && (
              <Button size="sm" type="submit" pending={pending}>
                Corrigir
                <span className="sr-only"> a linha {row.n}</span>
              </Button>
            )}
          </div>
        </div>
        <div className="mt-3 grid gap-3 sm:grid-cols-2 lg:grid-cols-3">
          {wrong.map((field) => (
            <Cell
              key={field}
              name={field}
              label={FIELD_WORDS[field]}
              problem={row.problems[field] ?? ''}
              text={field === 'password' ? '' : row.texts[field]}
              fixed={!fields.includes(field)}
            />
          ))}
        </div>
      </form>
    </li>
  );
}

type CellProps = { name: string; label: string; problem: string; text: string; fixed: boolean };

function Cell({ name, label, problem, text, fixed }: CellProps) {
  const id = useId();
  return (
    <div className="min-w-0">
      <label htmlFor={id} className="mb-1.5 block text-sm font-medium text-ink sm:text-[0.8125rem]">
        {label}
      </label>
      <input
        id={id}
        name={name}
        defaultValue={text}
        disabled={fixed}
        placeholder={name === 'password' ? '•••• (escreva de novo)' : undefined}
        autoComplete="off"
        spellCheck={false}
        maxLength={500}
        aria-invalid
        aria-describedby={`${id}-wrong`}
        className={inputLook}
      />
      <p
        id={`${id}-wrong`}
        className="mt-1.5 flex items-start gap-1.5 text-[0.8125rem] leading-5 text-danger"
      >
        <CircleAlert aria-hidden className="mt-0.5 size-4 shrink-0" />
        <span>{problem}</span>
      </p>
    </div>
  );
}
