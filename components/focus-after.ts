'use client';

const EVERY_MS = 100;
const TRIES = 20;
/** A list that knows better where its focus goes takes it before that. */
const LOST_TIMES = 3;

/**
 * A row that was acted on leaves with its buttons: the focus then goes to what came `instead`, else to the heading of
 * its section, or to the page's where the section went too, and not back to the top.
 */
export function focusAfter(pressed: Element | null, instead?: () => HTMLElement | null): void {
  const section = pressed?.closest('section');
  let tries = 0;
  let lost = 0;
  const timer = setInterval(() => {
    const on = document.activeElement;
    lost = !on || on === document.body ? lost + 1 : 0;
    if (lost === LOST_TIMES) {
      const heading = section?.isConnected ? section.querySelector('h2') : document.querySelector('h1');
      const next = instead?.() ?? heading;
      next?.setAttribute('tabindex', '-1');
      next?.focus();
    }
    tries += 1;
    if (lost === LOST_TIMES || tries === TRIES) clearInterval(timer);
  }, EVERY_MS);
}
