'use client';
import { Dialog } from '@base-ui/react/dialog';
import { X } from 'lucide-react';
import { type ReactNode, useRef, useState } from 'react';
import { Confirm } from './confirm';
import { backdropLook, staysOpen } from './overlay';
import { UnsavedScope } from './unsaved';

type Props = {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  title: string;
  description?: string;
  children: ReactNode;
};

/**
 * A drawer at the right on a desk, a sheet from below on a phone. Closing with something typed asks first.
 */
export function Sheet({ open, onOpenChange, title, description, children }: Props) {
  const isUnsaved = useRef(() => false);
  const [asking, setAsking] = useState(false);
  const body = useRef<HTMLDivElement>(null);
  return (
    <Dialog.Root
      open={open}
      onOpenChange={(next, details) => {
        if (staysOpen(details)) return details.cancel();
        if (!next && isUnsaved.current()) {
          details.cancel();
          return setAsking(true);
        }
        onOpenChange(next);
      }}
    >
      <Dialog.Portal>
        <Dialog.Backdrop className={backdropLook} />
        {/* On a touch screen the sheet itself: a field would raise the keyboard over it. */}
        <Dialog.Popup
          className={popupLook}
          initialFocus={(by) => by === 'touch' || (firstOf(body.current) ?? true)}
        >
          <header className="flex items-start gap-3 border-b border-line py-3 pr-2 pl-4 sm:py-4 sm:pr-3 sm:pl-6">
            <div className="min-w-0 flex-1">
              <Dialog.Title className="pt-2 text-base font-semibold text-ink sm:pt-1">{title}</Dialog.Title>
              {description && (
                <Dialog.Description className="mt-1 text-muted">{description}</Dialog.Description>
              )}
            </div>
            <Dialog.Close
              aria-label="Fechar"
              className="grid size-11 shrink-0 place-items-center rounded-control text-muted hover:bg-sunken hover:text-ink sm:size-9"
            >
              <X aria-hidden className="size-5" />
            </Dialog.Close>
          </header>
          <div
            ref={body}
            className="min-h-0 flex-1 overflow-y-auto overscroll-contain px-4 py-4 pb-[max(1rem,env(safe-area-inset-bottom))] sm:px-6 sm:py-5"
          >
            <UnsavedScope isUnsaved={isUnsaved}>{children}</UnsavedScope>
          </div>
          <Confirm
            open={asking}
            onOpenChange={setAsking}
            title="Descartar o que foi digitado?"
            confirmLabel="Descartar"
            danger
            onConfirm={() => onOpenChange(false)}
          >
            O que você preencheu aqui ainda não foi salvo.
          </Confirm>
        </Dialog.Popup>
      </Dialog.Portal>
    </Dialog.Root>
  );
}

const FIELDS = 'input, select, textarea, [role="combobox"]';

/** Where work in the sheet begins: its first field, else its first link or button. */
function firstOf(body: HTMLElement | null): HTMLElement | null {
  const first = (selector: string) =>
    [...(body?.querySelectorAll<HTMLElement>(selector) ?? [])].find(
      (one) => one.tabIndex >= 0 && !one.matches(':disabled') && one.getClientRects().length > 0,
    ) ?? null;
  return first(FIELDS) ?? first('a[href], button');
}

const popupLook = [
  'fixed z-50 flex flex-col bg-surface text-ink shadow-float outline-none transition-transform duration-200 ease-out-soft',
  'inset-x-0 bottom-0 max-h-[92dvh] rounded-t-card data-starting-style:translate-y-full data-ending-style:translate-y-full',
  'sm:inset-y-0 sm:right-0 sm:left-auto sm:max-h-none sm:w-[30rem] sm:max-w-[calc(100vw-3rem)] sm:rounded-none sm:border-l sm:border-line',
  'sm:data-starting-style:translate-x-full sm:data-starting-style:translate-y-0 sm:data-ending-style:translate-x-full sm:data-ending-style:translate-y-0',
].join(' ');
