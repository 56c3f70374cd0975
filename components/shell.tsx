import type { ComponentProps, ReactNode } from 'react';
import { Mark } from './logo';
import { BottomNav, SideNav, type Waiting } from './nav';
import type { Sells } from './nav-entries';
import { UserMenu } from './user-menu';

type Props = {
  resellerName: string;
  waiting: Waiting;
  sells: Sells;
  children: ReactNode;
} & Omit<ComponentProps<typeof UserMenu>, 'compact'>;

/** The frame of every signed-in page: a side bar on a desk, a top bar and a thumb bar on a phone. */
export function Shell({ resellerName, children, waiting, sells, ...user }: Props) {
  return (
    <div className="lg:grid lg:min-h-dvh lg:grid-cols-[14.5rem_minmax(0,1fr)]">
      <a
        href="#content"
        className="sr-only rounded-control bg-accent px-4 py-2.5 text-accent-ink focus:not-sr-only focus:fixed focus:top-2 focus:left-2 focus:z-50"
      >
        Ir para o conteúdo
      </a>
      <aside className="sticky top-0 hidden h-dvh flex-col border-r border-line bg-surface lg:flex print:hidden">
        <Brand name={resellerName} />
        <SideNav waiting={waiting} />
        <div className="mt-auto border-t border-line p-2">
          <UserMenu {...user} />
        </div>
      </aside>
      <header className="sticky top-0 z-20 flex h-14 items-center justify-between gap-3 border-b border-line bg-surface px-2 lg:hidden print:hidden">
        <Brand name={resellerName} />
        <UserMenu {...user} compact />
      </header>
      <main
        id="content"
        tabIndex={-1}
        className="min-w-0 px-4 pt-5 pb-28 outline-none sm:px-6 lg:px-8 lg:pt-7 lg:pb-16"
      >
        <div className="mx-auto max-w-6xl">{children}</div>
      </main>
      <BottomNav waiting={waiting} sells={sells} />
    </div>
  );
}

function Brand({ name }: { name: string }) {
  return (
    <div className="flex min-w-0 items-center gap-2.5 px-2 lg:px-4 lg:pt-4 lg:pb-5">
      <Mark className="size-7 shrink-0" />
      <div className="min-w-0">
        <p className="truncate leading-5 font-semibold text-ink">{name}</p>
        <p className="truncate text-xs leading-4 text-faint">UltraGestor</p>
      </div>
    </div>
  );
}
