'use client';
import { type ReactNode, useEffect, useRef } from 'react';

type Props = { cards: { id: string; card: ReactNode }[]; empty: ReactNode };

/** After the dialog of a card that went away has given up looking for the button that opened it. */
const SETTLED_MS = 100;

/**
 * The receipts, one card each. What is decided leaves the list with its buttons: the focus then goes to the
 * heading of the card that takes its place, or to the list, and not back to the top of the page.
 */
export function ReceiptList({ cards, empty }: Props) {
  const root = useRef<HTMLElement>(null);
  /** The card that was last worked in. */
  const last = useRef<{ id: string; at: number } | null>(null);
  useEffect(() => {
    const list = root.current;
    const remember = ({ target }: FocusEvent) => {
      const id = target instanceof Element ? target.closest('[data-card]')?.getAttribute('data-card') : null;
      if (id) last.current = { id, at: cards.findIndex((one) => one.id === id) };
    };
    list?.addEventListener('focusin', remember);
    return () => list?.removeEventListener('focusin', remember);
  }, [cards]);
  useEffect(() => {
    const was = last.current;
    if (!was) return;
    const timer = setTimeout(() => {
      if (document.activeElement && document.activeElement !== document.body) return;
      const stays = cards.findIndex(({ id }) => id === was.id);
      const at = Math.min(stays < 0 ? was.at : stays, cards.length - 1);
      const heading = root.current?.querySelectorAll<HTMLElement>('[data-card] h2')[at];
      (heading ?? root.current)?.focus();
    }, SETTLED_MS);
    return () => clearTimeout(timer);
  }, [cards]);
  return (
    <section ref={root} aria-label="Lista de comprovantes" tabIndex={-1} className="mt-4 grid gap-4">
      {cards.length === 0 && empty}
      {cards.map(({ id, card }) => (
        <div key={id} data-card={id}>
          {card}
        </div>
      ))}
    </section>
  );
}
