'use client';
import { Ellipsis } from 'lucide-react';
import Link from 'next/link';
import { usePathname } from 'next/navigation';
import { useId, useState } from 'react';
import { useHydrated } from './hydrated';
import { ENTRIES, type Entry, isCurrent, type Sells, thumbEntries } from './nav-entries';
import { Sheet } from './sheet';

/** Counts per address: how many things wait for a person there. */
export type Waiting = Record<string, number>;

export function SideNav({ waiting }: { waiting: Waiting }) {
  const path = usePathname();
  return (
    <nav aria-label="Principal" className="grid gap-4 overflow-y-auto px-3 pb-4">
      {(['day', 'base', 'look'] as const).map((group) => (
        <ul key={group} className="grid gap-0.5">
          {ENTRIES.filter((e) => e.group === group).map((entry) => (
            <li key={entry.href}>
              <SideLink entry={entry} current={isCurrent(path, entry.href)} waiting={waiting[entry.href]} />
            </li>
          ))}
        </ul>
      ))}
    </nav>
  );
}

type LinkProps = { entry: Entry; current: boolean; waiting?: number; onClick?: () => void };

function SideLink({ entry: { href, label, icon: Icon }, current, waiting, onClick }: LinkProps) {
  const id = useId();
  return (
    <Link
      href={href}
      onClick={onClick}
      aria-current={current ? 'page' : undefined}
      aria-describedby={waiting ? id : undefined}
      className="flex h-11 items-center gap-3 rounded-control px-2.5 text-muted -outline-offset-2 transition-colors duration-100 hover:bg-sunken hover:text-ink aria-[current=page]:bg-accent-soft aria-[current=page]:font-medium aria-[current=page]:text-accent lg:h-8"
    >
      <Icon aria-hidden className="size-4.5 shrink-0 lg:size-4" />
      {label}
      {waiting ? <WaitingBadge id={id} count={waiting} className="ml-auto" /> : null}
    </Link>
  );
}

/** Shown beside the name, said as its description: the link's name stays exactly its label. */
function WaitingBadge({ id, count, className = '' }: { id: string; count: number; className?: string }) {
  return (
    <>
      <span
        aria-hidden
        className={`tabular rounded-full bg-warning-soft px-1.5 text-xs leading-4.5 font-medium text-warning ${className}`}
      >
        {count > 99 ? '99+' : count}
      </span>
      <span id={id} hidden>
        {count === 1 ? '1 precisa de você' : `${count} precisam de você`}
      </span>
    </>
  );
}

export function BottomNav({ waiting, sells }: { waiting: Waiting; sells: Sells }) {
  const { near, rest } = thumbEntries(sells);
  const path = usePathname();
  const [more, setMore] = useState(false);
  const hydrated = useHydrated();
  const elsewhere = rest.some((e) => isCurrent(path, e.href));
  return (
    <nav
      aria-label="Principal"
      className="fixed inset-x-0 bottom-0 z-30 border-t border-line bg-surface pb-[env(safe-area-inset-bottom)] lg:hidden print:hidden"
    >
      <ul className="mx-auto grid max-w-xl grid-cols-5">
        {near.map((entry) => (
          <li key={entry.href}>
            <ThumbLink entry={entry} current={isCurrent(path, entry.href)} waiting={waiting[entry.href]} />
          </li>
        ))}
        <li>
          <button
            type="button"
            disabled={!hydrated}
            aria-haspopup="dialog"
            data-current={elsewhere || undefined}
            onClick={() => setMore(true)}
            className={thumbLook}
          >
            <Ellipsis aria-hidden className="size-5" />
            Mais
          </button>
        </li>
      </ul>
      <Sheet open={more} onOpenChange={setMore} title="Mais">
        <ul className="grid gap-1">
          {rest.map((entry) => (
            <li key={entry.href}>
              <SideLink
                entry={entry}
                current={isCurrent(path, entry.href)}
                waiting={waiting[entry.href]}
                onClick={() => setMore(false)}
              />
            </li>
          ))}
        </ul>
      </Sheet>
    </nav>
  );
}

function ThumbLink({ entry: { href, label, icon: Icon }, current, waiting }: LinkProps) {
  const id = useId();
  return (
    <Link
      href={href}
      aria-current={current ? 'page' : undefined}
      aria-describedby={waiting ? id : undefined}
      className={thumbLook}
    >
      <span className="relative">
        <Icon aria-hidden className="size-5" />
        {waiting ? <WaitingBadge id={id} count={waiting} className="absolute -top-2 left-3" /> : null}
      </span>
      {label}
    </Link>
  );
}

const thumbLook =
  'flex h-14 w-full flex-col items-center justify-center gap-1 text-[0.6875rem] leading-none font-medium text-muted -outline-offset-2 aria-[current=page]:text-accent data-current:text-accent';
