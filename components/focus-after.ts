'use client';

const EVERY_MS = 100;
const TRIES = 20;
/** A list that knows better where its focus goes takes it before that. */
const LOST_TIMES = 3;

/** The sections around an element, the innermost first; to be asked for before it leaves. */
export function sectionsAround(element: Element | null): Element[] {
  const section = element?.closest('section');
  return section ? [section, ...sectionsAround(section.parentElement)] : [];
}

/**
 * A row that was acted on leaves with its buttons: the focus then goes to what came `instead`, else to the heading of
 * the nearest section around it that is still there, or to the page's, and not back to the top.
 */
export function focusAfter(around: Element[] | Element | null, instead?: () => HTMLElement | null): void {
  const sections = Array.isArray(around) ? around : sectionsAround(around);
  let tries = 0;
  let lost = 0;
  const timer = setInterval(() => {
    const on = document.activeElement;
    lost = !on || on === document.body ? lost + 1 : 0;
    if (lost === LOST_TIMES) {
      const section = sections.find((one) => one.isConnected);
      const heading = section ? section.querySelector('h2') : document.querySelector('h1');
      const next = instead?.() ?? heading;
      next?.setAttribute('tabindex', '-1');
      next?.focus();
    }
    tries += 1;
    if (lost === LOST_TIMES || tries === TRIES) clearInterval(timer);
  }, EVERY_MS);
}
