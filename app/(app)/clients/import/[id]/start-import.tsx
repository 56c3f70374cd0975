'use client';
import { Upload } from 'lucide-react';
import { useTransition } from 'react';
import { Button } from '@/components/button';
import { focusAfter } from '@/components/focus-after';
import { answered } from '@/components/form';
import { useStatus } from '@/components/status';
import { people } from '@/lib/words';
import { beginImport } from '../actions';
import { saveFixes } from './unsaved-fixes';

/**
 * Lets the import run. What has an error stays out. A correction not saved yet is saved instead: how many go in
 * is then another number, which is seen before the second press.
 */
export function StartImport({ id, count }: { id: string; count: number }) {
  const [pending, start] = useTransition();
  const { tell, say } = useStatus();
  const press = () =>
    start(async () => {
      const saved = await saveFixes();
      if (!saved.ok) return tell(saved);
      if (saved.data > 0) return say(savedWords(saved.data));
      tell(await answered(() => beginImport({ id })));
      focusAfter(null);
    });
  return (
    <Button variant="primary" disabled={count === 0} pending={pending} onClick={press}>
      <Upload aria-hidden />
      Importar {people(count)}
    </Button>
  );
}

const savedWords = (n: number) =>
  `${n === 1 ? 'Sua correção foi salva' : `Suas ${n} correções foram salvas`}. Confira o total e importe.`;
