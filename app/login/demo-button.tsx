'use client';
import { useState } from 'react';
import { Button } from '@/components/button';
import { answered, NO_ANSWER } from '@/components/form';
import { useStatus } from '@/components/status';
import { enterDemo } from './actions';

/** Signs in to one of the demo's two resellers with one press. */
export function DemoButton() {
  const [pending, setPending] = useState<'tv' | 'data' | null>(null);
  const { tell } = useStatus();
  const press = async (name: 'tv' | 'data') => {
    setPending(name);
    const result = await answered(() => enterDemo({ name }), NO_ANSWER);
    if (result.ok && result.data.next === 'in') return window.location.assign(result.data.path);
    setPending(null);
    tell(result);
  };
  const props = (name: 'tv' | 'data') => ({
    pending: pending === name,
    disabled: pending !== null,
    onClick: () => void press(name),
  });
  return (
    <div className="mt-5 grid grid-cols-[minmax(0,1fr)] gap-2 border-t border-line pt-5">
      <Button className="w-full sm:h-10" {...props('tv')}>
        Entrar na demonstração
      </Button>
      <Button
        variant="ghost"
        className="h-auto! min-h-11 w-full py-1.5 text-balance whitespace-normal!"
        {...props('data')}
      >
        Ver pacotes de dados (Moçambique)
      </Button>
      <p className="text-center text-[0.8125rem] leading-5 text-faint">
        Dados de exemplo, só neste computador.
      </p>
    </div>
  );
}
