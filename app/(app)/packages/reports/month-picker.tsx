'use client';
import { ChevronLeft, ChevronRight } from 'lucide-react';
import { useRouter } from 'next/navigation';
import { useId } from 'react';
import { ButtonLink } from '@/components/button';
import { Select } from '@/components/field-frame';
import { type Month, monthAfter, monthBefore, monthWords } from '@/lib/packages/reports/rules';

const BACK = 24;
const hrefOf = (month: Month) => `/packages/reports?month=${month}` as const;

/** The month in the address: the one before, the one after, or any of the last two years. */
export function MonthPicker({ month, current }: { month: Month; current: Month }) {
  const router = useRouter();
  const id = useId();
  const last = Array.from({ length: BACK }).reduce<Month[]>(
    (all) => [...all, monthBefore(all.at(-1) ?? current)],
    [current],
  );
  const months = last.includes(month) ? last : [...last, month];
  return (
    <div className="mb-4 flex items-center gap-2 print:hidden">
      <ButtonLink
        href={hrefOf(monthBefore(month))}
        size="sm"
        className="min-w-11 sm:min-w-8"
        aria-label="Mês anterior"
      >
        <ChevronLeft aria-hidden />
      </ButtonLink>
      <label htmlFor={id} className="sr-only">
        Mês
      </label>
      <span className="w-60 min-w-0">
        <Select id={id} value={month} onChange={({ target }) => router.push(hrefOf(target.value))}>
          {months.map((m) => (
            <option key={m} value={m}>
              {monthWords(m)}
            </option>
          ))}
        </Select>
      </span>
      {month < current && (
        <ButtonLink
          href={hrefOf(monthAfter(month))}
          size="sm"
          className="min-w-11 sm:min-w-8"
          aria-label="Mês seguinte"
        >
          <ChevronRight aria-hidden />
        </ButtonLink>
      )}
    </div>
  );
}
