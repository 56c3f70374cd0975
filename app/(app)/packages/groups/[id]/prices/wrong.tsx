import { CircleAlert } from 'lucide-react';
import type { ReactNode } from 'react';
import { classes } from '@/components/classes';

/** What is wrong with a field of the grid, under it; the field is described by its id. */
export const Wrong = ({
  id,
  className,
  children,
}: {
  id: string;
  className?: string;
  children: ReactNode;
}) => (
  <p
    id={id}
    className={classes('mt-1 flex items-start gap-1.5 text-[0.8125rem] leading-5 text-danger', className)}
  >
    <CircleAlert aria-hidden className="mt-0.5 size-4 shrink-0" />
    <span>{children}</span>
  </p>
);
