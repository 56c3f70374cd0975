'use client';
import { Button } from '@/components/button';
import { people } from '@/lib/words';

type Props = {
  label: string;
  /** What stands there while nothing is chosen. */
  hint: string;
  chosen: number;
  some: string;
  all: string;
  /** Everything at once would take something away: it does not stand out. */
  quiet?: boolean;
  onSome: () => void;
  onAll: () => void;
};

/** Above a list: what is chosen, or everything that is shown, is decided. */
export const ChoiceBar = ({ label, hint, chosen, some, all, quiet = false, onSome, onAll }: Props) => (
  <section
    aria-label={label}
    className="flex flex-wrap items-center gap-2 rounded-card border border-line bg-surface px-4 py-2 shadow-rest"
  >
    <p className="tabular mr-auto font-medium max-sm:w-full" aria-live="polite">
      {chosen === 0 ? hint : `${people(chosen)} na seleção`}
    </p>
    <Button
      size="sm"
      variant={chosen > 0 ? 'primary' : 'secondary'}
      disabled={chosen === 0}
      onClick={onSome}
      className="max-sm:flex-1"
    >
      {some}
    </Button>
    <Button
      size="sm"
      variant={chosen > 0 || quiet ? 'secondary' : 'primary'}
      onClick={onAll}
      className="max-sm:flex-1"
    >
      {all}
    </Button>
  </section>
);
