'use client';
import type { Route } from 'next';
import { useRouter } from 'next/navigation';
import { useRef, useState } from 'react';
import { v7 } from 'uuid';
import { Button } from '@/components/button';
import { DefinitionList } from '@/components/card';
import { Confirm } from '@/components/confirm';
import { answered } from '@/components/form';
import { useStatus } from '@/components/status';
import type { BulkPreview } from '@/lib/bulk/payments/rules';
import { payMany, previewMany } from './bulk/actions';

/** Sums up what the press will do, then hands the batch to the server and shows its progress. */
export function PayMany({ ids }: { ids: string[] }) {
  const router = useRouter();
  const { fail } = useStatus();
  const [preview, setPreview] = useState<BulkPreview | null>(null);
  const [asking, setAsking] = useState(false);
  const [open, setOpen] = useState(false);
  // Kept for as long as the choice is the same: a retry after a lost answer is the same batch.
  const batch = useRef({ id: '', of: '' });

  const ask = async () => {
    setAsking(true);
    const answer = await answered(() => previewMany({ invoiceIds: ids }));
    setAsking(false);
    if (!answer.ok) return fail(answer.message, answer.reference);
    if (answer.data.count === 0) return fail('Nenhuma das faturas marcadas pode ser paga agora.');
    if (batch.current.of !== ids.join()) batch.current = { id: v7(), of: ids.join() };
    setPreview(answer.data);
    setOpen(true);
  };
  const pay = async () => {
    const started = await answered(() => payMany({ bulkId: batch.current.id, invoiceIds: ids }));
    if (!started.ok) return fail(started.message, started.reference);
    router.push(`/invoices/bulk/${batch.current.id}` as Route);
  };

  const many = ids.length === 1 ? 'Marcar 1 como paga' : `Marcar ${ids.length} como pagas`;
  return (
    <>
      <Button
        variant="primary"
        size="sm"
        className="max-sm:flex-1"
        pending={asking}
        onClick={() => void ask()}
      >
        {many}
      </Button>
      <Confirm
        open={open}
        onOpenChange={setOpen}
        title={`Receber ${preview?.total ?? ''}?`}
        confirmLabel={
          preview?.count === 1 ? 'Confirmar 1 recebimento' : `Confirmar ${preview?.count ?? 0} recebimentos`
        }
        onConfirm={pay}
      >
        <DefinitionList items={preview?.lines ?? []} />
        <p className="mt-3">O servidor paga uma por uma, mesmo que você feche esta página.</p>
      </Confirm>
    </>
  );
}
