'use client';
import { KeyRound } from 'lucide-react';
import { useState } from 'react';
import { Button } from '@/components/button';
import { Confirm } from '@/components/confirm';
import { answered } from '@/components/form';
import { useStatus } from '@/components/status';
import { changeAddress } from '../actions';

/** Another address, when this one may have been seen by somebody. */
export function ChangeAddress() {
  const [asking, setAsking] = useState(false);
  const { tell } = useStatus();
  return (
    <>
      <Button size="sm" variant="ghost" onClick={() => setAsking(true)}>
        <KeyRound aria-hidden />
        Trocar endereço
      </Button>
      <Confirm
        open={asking}
        onOpenChange={setAsking}
        title="Trocar o endereço?"
        confirmLabel="Trocar"
        danger
        onConfirm={async () => tell(await answered(() => changeAddress({})))}
      >
        O endereço atual para de funcionar na hora. Os SMS só voltam a chegar quando você colar o novo no
        aplicativo do celular.
      </Confirm>
    </>
  );
}
