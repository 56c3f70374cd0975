import { formatPhone } from '@/lib/phone';
import type { Again } from '@/lib/receipts/list/queries';
import { formatDateTime } from '@/lib/time';

/** What came again under a reference, each text with who brought it, where and when. */
export const AgainTexts = ({ again, zone }: { again: Again[]; zone: string }) =>
  again.map((one) => (
    <div
      key={`${one.at.toISOString()}${one.text}`}
      className="min-w-0 rounded-control border border-danger/40 p-3"
    >
      <h3 className="font-medium text-ink">
        {one.side === 'payee' ? 'O celular recebeu de novo' : 'Colado de novo'}
      </h3>
      <p className="mt-2 whitespace-pre-line text-[0.9375rem] text-ink wrap-break-word sm:text-sm">
        {one.text}
      </p>
      <p className="mt-2 text-[0.8125rem] leading-5 text-faint">
        {[formatDateTime(one.at, zone), whoOf(one), one.group && `em ${one.group}`]
          .filter(Boolean)
          .join(', ')}
      </p>
    </div>
  ));

function whoOf({ side, author, by }: Again): string | null {
  if (side === 'payee') return null;
  if (author) return `por ${formatPhone(author)}`;
  return by ? `colado aqui por ${by}` : 'não se sabe por quem';
}
