import type { ReactNode } from 'react';
import { classes } from './classes';

type Props = { label: string; className?: string; children: ReactNode };

/**
 * What is chosen in a list, and what can be done with it. It comes after the list, in a block that is no grid, and stays
 * in sight over it: above the thumb bar on a phone.
 */
export const ChoiceFrame = ({ label, className, children }: Props) => (
  <section
    aria-label={label}
    className={classes(
      'sticky bottom-[calc(4.25rem+env(safe-area-inset-bottom))] z-20 mt-4 flex items-center gap-2 rounded-card border border-line bg-raised p-2 shadow-float sm:pl-4 lg:bottom-4',
      className,
    )}
  >
    {children}
  </section>
);
