'use client';
import { useTransition } from 'react';
import { Button } from '@/components/button';
import { answered } from '@/components/form';
import { useStatus } from '@/components/status';
import { clearWrong } from '../actions';

const OPTIONAL = {
  phone: 'Importar sem os WhatsApps errados',
  email: 'Importar sem os e-mails errados',
  notes: 'Importar sem as observações erradas',
} as const;

/** What is optional and wrong in many lines may be left blank in all of them at once. */
export function ClearWrong({ id, counts }: { id: string; counts: Record<string, number> }) {
  const [pending, start] = useTransition();
  const { tell } = useStatus();
  const fields = (['phone', 'email', 'notes'] as const).filter((field) => (counts[field] ?? 0) > 1);
  if (fields.length === 0) return null;
  return (
    <div className="flex flex-wrap gap-2">
      {fields.map((field) => (
        <Button
          key={field}
          size="sm"
          pending={pending}
          onClick={() => start(async () => tell(await answered(() => clearWrong({ id, field }))))}
        >
          {OPTIONAL[field]} ({counts[field]})
        </Button>
      ))}
    </div>
  );
}
