'use client';
import { AlertDialog } from '@base-ui/react/alert-dialog';
import { type ReactNode, useLayoutEffect, useRef, useState } from 'react';
import { Button } from './button';
import { focusAfter, sectionsAround } from './focus-after';
import { backdropLook, staysOpen } from './overlay';

type Props = {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  title: string;
  confirmLabel: string;
  danger?: boolean;
  /** False while what will happen is not known yet, or cannot happen. */
  ready?: boolean;
  onConfirm: () => Promise<void> | void;
  children: ReactNode;
};

/** One question, two answers. Stays open and busy until the answer has been carried out. */
export function Confirm({
  open,
  onOpenChange,
  title,
  confirmLabel,
  danger = false,
  ready = true,
  onConfirm,
  children,
}: Props) {
  const [pending, setPending] = useState(false);
  const near = useRef<Element[]>([]);
  // Before the dialog takes the focus: what opens it may be gone with what was confirmed, and all around it.
  useLayoutEffect(() => {
    if (open) near.current = sectionsAround(document.activeElement);
  }, [open]);
  const confirm = async () => {
    setPending(true);
    try {
      await onConfirm();
      onOpenChange(false);
      focusAfter(near.current);
    } finally {
      setPending(false);
    }
  };
  return (
    <AlertDialog.Root
      open={open}
      onOpenChange={(next, details) => {
        if (pending || staysOpen(details)) return details.cancel();
        onOpenChange(next);
      }}
    >
      <AlertDialog.Portal>
        <AlertDialog.Backdrop className={backdropLook} />
        <AlertDialog.Popup className={popupLook}>
          <div className="px-5 pt-5 pb-4 sm:px-6">
            <AlertDialog.Title className="text-base font-semibold text-ink">{title}</AlertDialog.Title>
            <AlertDialog.Description render={<div />} className="mt-2 text-muted">
              {children}
            </AlertDialog.Description>
          </div>
          <div className="flex flex-col-reverse gap-2 border-t border-line px-5 py-3 pb-[max(0.75rem,env(safe-area-inset-bottom))] sm:flex-row sm:justify-end sm:px-6">
            <AlertDialog.Close disabled={pending} render={<Button variant="ghost" />}>
              Voltar
            </AlertDialog.Close>
            <Button
              variant={danger ? 'danger' : 'primary'}
              disabled={!ready}
              pending={pending}
              onClick={() => void confirm()}
            >
              {confirmLabel}
            </Button>
          </div>
        </AlertDialog.Popup>
      </AlertDialog.Portal>
    </AlertDialog.Root>
  );
}

const popupLook = [
  'fixed z-50 max-h-[92dvh] overflow-y-auto bg-surface text-ink shadow-float outline-none transition duration-150 ease-out-soft',
  'inset-x-0 bottom-0 rounded-t-card data-starting-style:translate-y-full data-ending-style:translate-y-full',
  'sm:inset-x-auto sm:bottom-auto sm:top-1/2 sm:left-1/2 sm:w-[28rem] sm:max-w-[calc(100vw-3rem)] sm:-translate-x-1/2 sm:-translate-y-1/2 sm:rounded-card sm:border sm:border-line',
  'sm:data-starting-style:-translate-y-[48%] sm:data-starting-style:opacity-0 sm:data-ending-style:-translate-y-[48%] sm:data-ending-style:opacity-0',
].join(' ');
