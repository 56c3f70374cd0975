'use client';
import { Popover } from '@base-ui/react/popover';
import { ListFilter, Search } from 'lucide-react';
import type { Route } from 'next';
import Link from 'next/link';
import { debounce, parseAsString, useQueryState, useQueryStates } from 'nuqs';
import { type ReactNode, useEffect, useId, useRef, useTransition } from 'react';
import { Button } from './button';
import { classes } from './classes';
import { inputLook, Select } from './field-frame';

const TYPING_MS = 250;
const PARAMS = { q: parseAsString, after: parseAsString, before: parseAsString, cursor: parseAsString };

/** Writes `?q=` while one types and starts at the first page again. `/` jumps here. */
export function SearchBox({ placeholder }: { placeholder: string }) {
  const [searching, startTransition] = useTransition();
  const [{ q }, set] = useQueryStates(PARAMS, { shallow: false, startTransition, history: 'replace' });
  const input = useRef<HTMLInputElement>(null);
  useEffect(() => {
    const jump = (event: KeyboardEvent) => {
      const target = event.target;
      const typing =
        target instanceof HTMLElement && target.matches('input, textarea, select, [contenteditable]');
      if (event.key !== '/' || typing || event.ctrlKey || event.metaKey || event.altKey) return;
      event.preventDefault();
      input.current?.focus();
    };
    window.addEventListener('keydown', jump);
    return () => window.removeEventListener('keydown', jump);
  }, []);
  useEffect(() => {
    // Cleared by a link, or gone back from: what stands there is what was searched for.
    const box = input.current;
    if (box && document.activeElement !== box) box.value = q ?? '';
  }, [q]);
  return (
    <search aria-busy={searching || undefined} className="relative block min-w-0 flex-1 sm:max-w-xs">
      <Search
        aria-hidden
        className={classes(
          'pointer-events-none absolute top-1/2 left-3 size-4 -translate-y-1/2 text-faint',
          searching && 'animate-pulse',
        )}
      />
      <input
        ref={input}
        type="search"
        aria-label="Buscar"
        placeholder={placeholder}
        autoComplete="off"
        spellCheck={false}
        defaultValue={q ?? ''}
        onChange={({ target }) =>
          void set(
            { q: target.value.trim() || null, after: null, before: null, cursor: null },
            { limitUrlUpdates: target.value ? debounce(TYPING_MS) : undefined },
          )
        }
        className={classes(inputLook, 'pl-9')}
      />
    </search>
  );
}

/** Filters live in a popover that does not exist while closed; how many are set stands on its button. */
export function FilterMenu({
  count = 0,
  label = 'Filtrar',
  children,
}: {
  count?: number;
  label?: string;
  children: ReactNode;
}) {
  return (
    <Popover.Root>
      <Popover.Trigger render={<Button variant="secondary" />}>
        <ListFilter aria-hidden />
        {label}
        {count > 0 && (
          <span className="tabular rounded-full bg-accent px-1.5 text-xs text-accent-ink">{count}</span>
        )}
      </Popover.Trigger>
      <Popover.Portal>
        <Popover.Positioner sideOffset={6} align="end" collisionPadding={12} className="z-50">
          <Popover.Popup
            aria-label={label}
            className="grid w-72 max-w-(--available-width) gap-4 rounded-card border border-line bg-raised p-4 text-ink shadow-float transition duration-100 outline-none data-starting-style:scale-98 data-starting-style:opacity-0 data-ending-style:opacity-0"
          >
            {children}
          </Popover.Popup>
        </Popover.Positioner>
      </Popover.Portal>
    </Popover.Root>
  );
}

type Option = { value: string; label: string };

/** One filter in the address: `?param=value`. */
export function FilterSelect({
  param,
  label,
  options,
}: {
  param: string;
  label: string;
  options: readonly Option[];
}) {
  const [, startTransition] = useTransition();
  const [, reset] = useQueryStates(PARAMS, { shallow: false, startTransition });
  const id = useId();
  const [value, set] = useQueryState(param, { shallow: false, startTransition });
  return (
    <label htmlFor={id} className="grid gap-1.5 text-sm font-medium sm:text-[0.8125rem]">
      {label}
      <Select
        id={id}
        value={value ?? ''}
        onChange={({ target }) => {
          void set(target.value || null);
          void reset({ after: null, before: null, cursor: null });
        }}
      >
        <option value="">Todos</option>
        {options.map((o) => (
          <option key={o.value} value={o.value}>
            {o.label}
          </option>
        ))}
      </Select>
    </label>
  );
}

type Tab = { label: string; href: string; current: boolean; count?: number };

/** Tabs are links: each has an address and can be shared. */
export function Tabs({ items, label = 'Visões' }: { items: Tab[]; label?: string }) {
  const strip = useRef<HTMLElement>(null);
  const current = items.find((t) => t.current)?.href;
  useEffect(() => showTab(strip.current, current), [current]);
  useEffect(() => fadeEdges(strip.current), []);
  return (
    <nav
      ref={strip}
      aria-label={label}
      className="fades -mx-4 w-[calc(100%+2rem)] overflow-x-auto contain-inline-size px-4 [scrollbar-width:none] sm:mx-0 sm:w-full sm:px-0"
    >
      <ul className="flex min-w-max gap-1 border-b border-line">
        {items.map((t) => (
          <li key={t.href}>
            <Link
              href={t.href as Route}
              aria-current={t.current ? 'page' : undefined}
              className={tabLook}
              scroll={false}
            >
              {t.label}
              {t.count !== undefined && (
                <span className="tabular rounded-full bg-sunken px-1.5 text-xs leading-4.5 text-muted">
                  {t.count}
                </span>
              )}
            </Link>
          </li>
        ))}
      </ul>
    </nav>
  );
}

/** The same as chips that wrap, where all have to be seen at once. */
export function Pills({ items, label }: { items: Tab[]; label: string }) {
  return (
    <nav aria-label={label}>
      <ul className="flex flex-wrap gap-2">
        {items.map((one) => (
          <li key={one.href}>
            <Link
              href={one.href as Route}
              aria-current={one.current ? 'page' : undefined}
              scroll={false}
              className={pillLook}
            >
              {one.label}
              {one.count !== undefined && <span className="tabular text-xs">{one.count}</span>}
            </Link>
          </li>
        ))}
      </ul>
    </nav>
  );
}

const pillLook =
  'inline-flex h-11 items-center gap-2 rounded-full border border-line bg-surface px-3.5 text-sm text-muted hover:text-ink aria-[current=page]:border-accent aria-[current=page]:bg-accent-soft aria-[current=page]:font-medium aria-[current=page]:text-accent sm:h-8 sm:text-[0.8125rem]';

/** Moves the strip, and never the page, so that the current tab is seen with a bit of its neighbours. */
function showTab(strip: HTMLElement | null, current: string | undefined): void {
  const tab = current === undefined ? null : strip?.querySelector('[aria-current=page]');
  if (!strip || !tab) return;
  const [frame, at] = [strip.getBoundingClientRect(), tab.getBoundingClientRect()];
  const beyond = at.left < frame.left + NEIGHBOUR_PX || at.right > frame.right - NEIGHBOUR_PX;
  if (beyond) strip.scrollLeft += at.left + at.width / 2 - (frame.left + frame.width / 2);
}
const NEIGHBOUR_PX = 32;

/** Says on the strip whether there are more tabs beyond its edges, as long as it is mounted. */
function fadeEdges(strip: HTMLElement | null): (() => void) | undefined {
  if (!strip) return;
  const look = () => {
    strip.toggleAttribute('data-before', strip.scrollLeft > 1);
    strip.toggleAttribute('data-after', strip.scrollLeft + strip.clientWidth < strip.scrollWidth - 1);
  };
  const sized = new ResizeObserver(look);
  sized.observe(strip);
  for (const part of strip.children) sized.observe(part);
  strip.addEventListener('scroll', look, { passive: true });
  return () => {
    sized.disconnect();
    strip.removeEventListener('scroll', look);
  };
}

const tabLook =
  '-mb-px inline-flex h-11 items-center gap-2 rounded-t-control border-b-2 border-transparent px-3 text-muted -outline-offset-2 hover:text-ink aria-[current=page]:border-accent aria-[current=page]:font-medium aria-[current=page]:text-ink sm:h-9';
