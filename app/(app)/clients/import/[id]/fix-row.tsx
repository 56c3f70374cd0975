'use client';
import { CircleAlert } from 'lucide-react';
import { type FormEvent, useId, useRef, useState, useTransition } from 'react';
import { Button } from '@/components/button';
import { inputLook, Select } from '@/components/field-frame';
import { answered } from '@/components/form';
import { useStatus } from '@/components/status';
import { FIELD_WORDS } from '@/lib/imports/messages';
import type { ShownRow } from '@/lib/imports/queries';
import { FIELDS } from '@/lib/imports/rules';
import { saveRow } from '../actions';
import { SkipRow } from './skip-row';
import { useUnsavedFix } from './unsaved-fixes';

type Props = { id: string; row: ShownRow; fields: readonly (string | null)[]; plans: readonly string[] };

/** One wrong line: only the cells that are wrong, each with what is wrong beside it. */
export function FixRow({ id, row, fields, plans }: Props) {
  const [pending, start] = useTransition();
  const [typed, setTyped] = useState<readonly string[]>([]);
  const form = useRef<HTMLFormElement>(null);
  const { tell } = useStatus();
  const wrong = FIELDS.filter((field) => row.problems[field]);
  const mendable = wrong.filter((field) => fields.includes(field));
  const save = async () => {
    const written = new FormData(form.current ?? undefined);
    const cells = mendable.map((f) => [f, String(written.get(f) ?? '')]);
    // A plan not chosen yet leaves the text of the spreadsheet as it is.
    const given = cells.filter(([field, text]) => field !== 'plan' || text);
    const result = await answered(() => saveRow({ id, n: row.n, cells: Object.fromEntries(given) }));
    if (result.ok) setTyped([]);
    return result;
  };
  useUnsavedFix(
    mendable.some((field) => typed.includes(field)),
    save,
  );
  const look = ({ currentTarget }: FormEvent<HTMLFormElement>) => {
    const cells = currentTarget.querySelectorAll<HTMLInputElement | HTMLSelectElement>('input, select');
    const changed = [...cells].filter((c) => c.value !== ('defaultValue' in c ? c.defaultValue : ''));
    setTyped(changed.map((cell) => cell.name));
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    start(async () => tell(await save()));
  };
  return (
    <li className="rounded-card border border-line bg-surface p-4 shadow-rest">
      <form ref={form} onSubmit={submit} onInput={look} method="post" noValidate>
        <p className="wrap-anywhere">
          <span className="tabular whitespace-nowrap text-muted">Linha {row.n}</span>
          <span className="ml-2 font-medium text-ink">
            {[row.texts.username, row.texts.name].filter(Boolean).join(' · ') || 'sem usuário'}
          </span>
        </p>
        <div className="mt-3 grid gap-3 sm:grid-cols-2 lg:grid-cols-3">
          {wrong.map((field) => (
            <Cell
              key={field}
              name={field}
              label={FIELD_WORDS[field]}
              problem={row.problems[field] ?? ''}
              text={field === 'password' ? '' : row.texts[field]}
              plans={field === 'plan' ? plans : null}
              fixed={!mendable.includes(field)}
              typed={typed.includes(field)}
            />
          ))}
        </div>
        <div className="mt-4 flex gap-2 max-sm:*:flex-1">
          {mendable.length > 0 && (
            <Button size="sm" type="submit" pending={pending}>
              Corrigir
              <span className="sr-only"> a linha {row.n}</span>
            </Button>
          )}
          <SkipRow id={id} n={row.n} skip={row.skip} />
        </div>
      </form>
    </li>
  );
}

type CellProps = {
  name: string;
  label: string;
  problem: string;
  text: string;
  /** The names to choose from, where it is the plan. */
  plans: readonly string[] | null;
  fixed: boolean;
  typed: boolean;
};

/** Once something else is typed, what was wrong with the old text is not said of the new one. */
function Cell({ name, label, problem, text, plans, fixed, typed }: CellProps) {
  const id = useId();
  const control = {
    ...{ id, name, disabled: fixed, 'aria-invalid': !typed, 'aria-describedby': `${id}-wrong` },
    className: inputLook,
  };
  return (
    <div className="min-w-0">
      <label htmlFor={id} className="mb-1.5 block text-sm font-medium text-ink sm:text-[0.8125rem]">
        {label}
      </label>
      {plans && !fixed ? (
        <Select {...control}>
          <option value="">Escolha…</option>
          {plans.map((plan) => (
            <option key={plan}>{plan}</option>
          ))}
        </Select>
      ) : (
        <input
          {...control}
          defaultValue={text}
          placeholder={name === 'password' ? '•••• (escreva de novo)' : undefined}
          autoComplete="off"
          spellCheck={false}
          maxLength={500}
        />
      )}
      <p
        id={`${id}-wrong`}
        className={`mt-1.5 flex items-start gap-1.5 text-[0.8125rem] leading-5 ${typed ? 'text-muted' : 'text-danger'}`}
      >
        {!typed && <CircleAlert aria-hidden className="mt-0.5 size-4 shrink-0" />}
        <span>{typed ? 'Ainda não salvo.' : problem}</span>
      </p>
    </div>
  );
}
