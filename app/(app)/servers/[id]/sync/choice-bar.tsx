'use client';
import { Button } from '@/components/button';
import { ChoiceFrame } from '@/components/choice-frame';
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

/** With a list: what is chosen, or everything that is shown, is decided. */
export const ChoiceBar = ({ label, hint, chosen, some, all, quiet = false, onSome, onAll }: Props) => (
  <ChoiceFrame label={label} className="flex-wrap">
    <p className="tabular mr-auto font-medium max-sm:w-full max-sm:px-2" aria-live="polite">
      {chosen === 0 ? hint : `${people(chosen)} na seleção`}
    </p>
    <Button
      size="sm"
      variant={chosen > 0 ? 'primary' : 'secondary'}
      disabled={chosen === 0}
      onClick={onSome}
      className={chosen === 0 ? 'max-sm:hidden' : 'max-sm:flex-1 max-sm:px-2'}
    >
      {some}
    </Button>
    <Button
      size="sm"
      variant={chosen > 0 || quiet ? 'secondary' : 'primary'}
      onClick={onAll}
      className="max-sm:flex-1 max-sm:px-2"
    >
      {all}
    </Button>
  </ChoiceFrame>
);
