'use client';
import { useState } from 'react';
import { Button } from '@/components/button';
import { useStatus } from '@/components/status';
import { enterDemo } from './actions';

/** Signs in to the demo with one press. */
export function DemoButton() {
  const [pending, setPending] = useState(false);
  const { tell, fail } = useStatus();
  const press = async () => {
    setPending(true);
    const result = await enterDemo({}).catch(() => null);
    if (result?.ok && result.data.next === 'in') return window.location.assign(result.data.path);
    setPending(false);
    if (result) tell(result);
    else fail('Sem resposta do servidor. Tente de novo.');
  };
  return (
    <div className="mt-5 border-t border-line pt-5">
      <Button className="w-full sm:h-10" pending={pending} onClick={() => void press()}>
        Entrar na demonstração
      </Button>
      <p className="mt-2 text-center text-[0.8125rem] leading-5 text-faint">
        Dados de exemplo, só neste computador.
      </p>
    </div>
  );
}
