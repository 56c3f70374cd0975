'use client';
import type { Route } from 'next';
import { useRouter } from 'next/navigation';
import { useEffect, useRef, useState } from 'react';
import { Confirm } from './confirm';
import { wouldLose } from './unsaved';

/**
 * Asks before an in-app link or the browser's back takes a person away from something typed and not saved.
 * Reloading and leaving the site are the browser's own question (`useUnsaved`). Where the browser lets nobody
 * stop its back, nothing is asked.
 */
export function LeaveGuard() {
  const router = useRouter();
  const [onward, setOnward] = useState<{ go: () => void } | null>(null);
  const answered = useRef(false);

  useEffect(() => {
    const navigation: Navigation | undefined = window.navigation;
    const stays = () => answered.current || !wouldLose();
    const click = (event: MouseEvent) => {
      const link = leadsAway(event);
      if (!link || stays()) return;
      event.preventDefault();
      // The link's own handler would lead on all the same.
      event.stopPropagation();
      setOnward({
        go: () => {
          answered.current = true;
          if (link.isConnected) link.click();
          else router.push(link.href as Route);
          answered.current = false;
        },
      });
    };
    const traverse = (event: NavigateEvent) => {
      if (event.navigationType !== 'traverse' || !event.cancelable || event.hashChange || stays()) return;
      event.preventDefault();
      const { key } = event.destination;
      setOnward({
        go: () => {
          answered.current = true;
          const done = () => {
            answered.current = false;
          };
          navigation?.traverseTo(key).finished?.then(done, done);
        },
      });
    };
    // Before the link's own handler, which React hears further in.
    document.addEventListener('click', click, true);
    navigation?.addEventListener('navigate', traverse);
    return () => {
      document.removeEventListener('click', click, true);
      navigation?.removeEventListener('navigate', traverse);
    };
  }, [router]);

  return (
    <Confirm
      open={onward !== null}
      onOpenChange={(open) => !open && setOnward(null)}
      title="Sair sem salvar?"
      confirmLabel="Sair sem salvar"
      danger
      onConfirm={() => onward?.go()}
    >
      O que você mudou nesta página ainda não foi salvo e se perde ao sair.
    </Confirm>
  );
}

/** The link that a plain press would follow to another page here; null for new tabs, files and other sites. */
function leadsAway(event: MouseEvent): HTMLAnchorElement | null {
  if (event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return null;
  const link = event.target instanceof Element ? event.target.closest('a') : null;
  if (!link?.href || link.origin !== location.origin || link.hasAttribute('download')) return null;
  if (link.target && link.target !== '_self') return null;
  const isHere = link.pathname === location.pathname && link.search === location.search;
  return isHere ? null : link;
}
