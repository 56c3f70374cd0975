'use client';
import { Menu } from '@base-ui/react/menu';
import { Check, ChevronsUpDown, LogOut, Monitor, Moon, Sun } from 'lucide-react';
import { unstable_rethrow } from 'next/navigation';
import { useRef, useState } from 'react';
import type { ActionResult } from '@/lib/result';
import { useHydrated } from './hydrated';
import { useStatus } from './status';
import type { Theme } from './theme';

type Props = {
  userName: string;
  role: string;
  theme: Theme;
  rememberTheme: (input: { theme: Theme }) => Promise<ActionResult>;
  signOut: () => Promise<unknown>;
  compact?: boolean;
};

const THEMES = [
  { value: 'system', label: 'Tema do aparelho', icon: Monitor },
  { value: 'light', label: 'Tema claro', icon: Sun },
  { value: 'dark', label: 'Tema escuro', icon: Moon },
] as const;

/** Who is signed in, how it looks, and the way out. */
export function UserMenu({ userName, role, theme: stored, rememberTheme, signOut, compact = false }: Props) {
  const [theme, setTheme] = useState(stored);
  // Inside the bar and not at the end of the page, so that the menu belongs to a landmark.
  const popupHome = useRef<HTMLDivElement>(null);
  const hydrated = useHydrated();
  const { fail } = useStatus();
  const choose = (next: Theme) => {
    setTheme(next);
    document.documentElement.dataset.theme = next;
    void rememberTheme({ theme: next }).catch(() =>
      fail('Sem resposta do servidor: o tema vale só até recarregar.'),
    );
  };
  const leave = () =>
    signOut().catch((error: unknown) => {
      unstable_rethrow(error);
      fail('Sem resposta do servidor. Você continua dentro: tente de novo.');
    });

  return (
    <div ref={popupHome} className="min-w-0">
      <Menu.Root>
        <Menu.Trigger
          disabled={!hydrated}
          aria-label={compact ? 'Minha conta' : undefined}
          className="flex min-h-11 items-center gap-2.5 rounded-control px-2 text-left hover:bg-sunken data-popup-open:bg-sunken lg:w-full"
        >
          <span
            aria-hidden
            className="grid size-8 shrink-0 place-items-center rounded-full bg-accent-soft text-xs font-semibold text-accent"
          >
            {initials(userName)}
          </span>
          {!compact && (
            <>
              <span className="min-w-0 flex-1">
                <span className="block truncate font-medium text-ink">{userName}</span>
                <span className="block truncate text-xs leading-4 text-faint">{role}</span>
              </span>
              <ChevronsUpDown aria-hidden className="size-4 shrink-0 text-faint" />
            </>
          )}
        </Menu.Trigger>
        <Menu.Portal container={popupHome}>
          <Menu.Positioner
            positionMethod="fixed"
            className="z-50"
            sideOffset={6}
            align={compact ? 'end' : 'start'}
            collisionPadding={12}
          >
            <Menu.Popup className="w-60 rounded-card border border-line bg-raised p-1.5 text-ink shadow-float outline-none transition duration-100 data-starting-style:opacity-0 data-ending-style:opacity-0">
              {compact && <p className="truncate px-2.5 pt-1.5 pb-2 font-medium">{userName}</p>}
              <Menu.RadioGroup value={theme} onValueChange={choose}>
                {THEMES.map(({ value, label, icon: Icon }) => (
                  <Menu.RadioItem key={value} value={value} closeOnClick={false} className={itemLook}>
                    <Icon aria-hidden className="size-4 text-muted" />
                    {label}
                    <Menu.RadioItemIndicator className="ml-auto">
                      <Check aria-hidden className="size-4 text-accent" />
                    </Menu.RadioItemIndicator>
                  </Menu.RadioItem>
                ))}
              </Menu.RadioGroup>
              <Menu.Separator className="my-1.5 h-px bg-line" />
              <Menu.Item className={itemLook} onClick={() => void leave()}>
                <LogOut aria-hidden className="size-4 text-muted" />
                Sair
              </Menu.Item>
            </Menu.Popup>
          </Menu.Positioner>
        </Menu.Portal>
      </Menu.Root>
    </div>
  );
}

const itemLook =
  'flex h-11 cursor-pointer items-center gap-2.5 rounded-control px-2.5 outline-none select-none data-highlighted:bg-sunken lg:h-8';

const initials = (name: string) =>
  name
    .split(/\s+/)
    .filter(Boolean)
    .map((word) => word[0]?.toUpperCase())
    .filter((_, at, all) => at === 0 || at === all.length - 1)
    .join('');
