import { TriangleAlert } from 'lucide-react';
import Link from 'next/link';
import type { ResellerId } from '@/db/ids';
import { overdueBanner } from '@/lib/renewals/escalation/messages';
import { countOverdue } from '@/lib/renewals/escalation/queries';

/** Paid two days ago and still without an end: somebody must look, whatever page they are on. */
export async function OverdueBanner({ resellerId }: { resellerId: ResellerId }) {
  const overdue = await countOverdue(resellerId, new Date());
  if (overdue === 0) return null;
  return (
    <p
      role="alert"
      className="mb-4 flex items-start gap-2.5 rounded-card bg-danger-soft px-4 py-3 text-danger print:hidden"
    >
      <TriangleAlert aria-hidden className="mt-0.5 size-4.5 shrink-0" />
      <span>
        {overdueBanner(overdue)}{' '}
        <Link href="/deliveries" className="font-medium underline underline-offset-4">
          Ver o que falta
        </Link>
      </span>
    </p>
  );
}
