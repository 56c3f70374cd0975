type Details = { reason: string; event: Event };

export const backdropLook =
  'fixed inset-0 z-40 bg-shade transition-opacity duration-200 data-starting-style:opacity-0 data-ending-style:opacity-0';

/** Closing a message of the status region is a press outside the dialog, but does not mean the dialog. */
export function staysOpen({ reason, event }: Details): boolean {
  const target = event.target;
  return (
    (reason === 'outside-press' || reason === 'focus-out') &&
    target instanceof Element &&
    target.closest('[data-status-region]') !== null
  );
}
