'use client';
import type { Route } from 'next';
import Link from 'next/link';
import { useRouter } from 'next/navigation';
import { useRef, useState } from 'react';
import { v7 } from 'uuid';
import { Button } from '@/components/button';
import { DefinitionList } from '@/components/card';
import { Confirm } from '@/components/confirm';
import { focusAfter } from '@/components/focus-after';
import { answered } from '@/components/form';
import { FactsSkeleton } from '@/components/skeleton';
import { useStatus } from '@/components/status';
import type { PaymentPreview } from '@/lib/invoices/messages';
import type { RenewalView } from '@/lib/renewals/queries';
import { RenewalChip } from '../renewal-chip';
import { payByHand, previewPayment } from './actions';
import { usePaidHere } from './paid-here';

type Props = { invoiceId: string; amount: string; payable: boolean; renewal: RenewalView | null };

/**
 * One invoice's payment: the button while it is open, the renewal's truth after it. The row is not reloaded
 * when this person pays: under the filter *Em aberto* it would take its own *Desfazer* away.
 */
export function PayCell({ invoiceId, amount, payable, renewal }: Props) {
  const router = useRouter();
  const [paid, setPaid] = useState<RenewalView | 'no-panel' | null>(null);
  const { mark } = usePaidHere();
  const here = useRef<HTMLSpanElement>(null);
  const nowPaid = (what: RenewalView | 'no-panel') => {
    setPaid(what);
    mark(invoiceId, true);
    // Not to *Desfazer*: a second Enter would take the payment back, and it leaves after seconds.
    focusAfter(null, () => here.current);
  };
  const undone = () => {
    setPaid(null);
    mark(invoiceId, false);
    router.refresh();
  };
  if (paid && paid !== 'no-panel')
    return (
      <span ref={here} className="inline-block rounded-control">
        <RenewalChip initial={paid} announce onUndone={undone} />
      </span>
    );
  if (renewal && !payable) return <RenewalChip initial={renewal} onUndone={undone} />;
  return payable && !paid ? <PayButton invoiceId={invoiceId} amount={amount} onPaid={nowPaid} /> : null;
}

type ButtonProps = { invoiceId: string; amount: string; onPaid: (renewal: RenewalView | 'no-panel') => void };

/** Shows what the click will do, then pays once however often it is pressed. */
function PayButton({ invoiceId, amount, onPaid }: ButtonProps) {
  const router = useRouter();
  const { say, fail } = useStatus();
  const [open, setOpen] = useState(false);
  const [preview, setPreview] = useState<PaymentPreview | null>(null);
  // Made once and kept: a second press, or a retry after a lost answer, is the same payment.
  const intentId = useRef<string | null>(null);

  const ask = async () => {
    setPreview(null);
    setOpen(true);
    const answer = await answered(() => previewPayment({ invoiceId }));
    if (answer.ok) return setPreview(answer.data);
    setOpen(false);
    fail(answer.message, answer.reference);
  };
  const openOrClose = (next: boolean) => {
    setOpen(next);
    // What was found out is newer than the row behind it.
    if (!next && preview?.refusal) router.refresh();
  };
  const pay = async () => {
    intentId.current ??= v7();
    const key = intentId.current;
    const paid = await answered(() => payByHand({ invoiceId, intentId: key }));
    if (!paid.ok) return fail(paid.message, paid.reference);
    if (paid.message) say(paid.message);
    onPaid(paid.data.renewal ?? 'no-panel');
    if (!paid.data.renewal) router.refresh();
  };

  return (
    <>
      <Button size="sm" className="max-sm:mt-1.5 max-sm:w-full" onClick={() => void ask()}>
        Marcar como paga
      </Button>
      <Confirm
        open={open}
        onOpenChange={openOrClose}
        ready={preview !== null && preview.refusal === null}
        title={`Receber ${amount}?`}
        confirmLabel="Confirmar pagamento"
        onConfirm={pay}
      >
        {preview ? (
          <Effects preview={preview} />
        ) : (
          <FactsSkeleton rows={5} says="Calculando o que vai acontecer…" />
        )}
      </Confirm>
    </>
  );
}

function Effects({ preview: { lines, refusal } }: { preview: PaymentPreview }) {
  if (!refusal) return <DefinitionList items={lines} />;
  return (
    <>
      <p role="alert" className="text-danger">
        {refusal.words}
      </p>
      <p className="mt-3">
        <Link className="text-accent hover:underline" href={refusal.href as Route}>
          {refusal.label}
        </Link>
      </p>
    </>
  );
}
