'use client';
import { useRouter } from 'next/navigation';
import { useState, useTransition } from 'react';
import { Button } from '@/components/button';
import { Confirm } from '@/components/confirm';
import { answered } from '@/components/form';
import { useStatus } from '@/components/status';
import { decide } from '../actions';

type Props = { slotId: string; name: string; mayDeliver: boolean };

/** A renewal that waits for a person: it goes out now, or never. */
export function DecideSlot({ slotId, name, mayDeliver }: Props) {
  const router = useRouter();
  const { tell } = useStatus();
  const [asking, setAsking] = useState(false);
  const [pending, start] = useTransition();
  const act = async (decision: 'deliver' | 'skip') => {
    tell(await answered(() => decide({ slotId, decision })));
    router.refresh();
  };
  return (
    <div className="mt-3">
      <p className="text-[0.8125rem] leading-5 text-muted">
        {mayDeliver
          ? 'Está um dia ou mais atrasada e a sua regra manda perguntar.'
          : 'A planilha não confirma esta linha. Confira em Planilha; daqui só dá para desistir desta renovação.'}
      </p>
      <div className="mt-2 flex flex-wrap gap-2">
        {mayDeliver && (
          <Button
            size="sm"
            variant="primary"
            pending={pending}
            aria-label={`Entregar ${name}`}
            onClick={() => start(() => act('deliver'))}
          >
            Entregar
          </Button>
        )}
        <Button size="sm" aria-label={`Pular ${name}`} onClick={() => setAsking(true)}>
          Pular
        </Button>
      </div>
      <Confirm
        open={asking}
        onOpenChange={setAsking}
        title={`Pular a renovação ${name}?`}
        confirmLabel="Pular renovação"
        danger
        onConfirm={() => act('skip')}
      >
        Ela não sai mais: o número fica sem os dados desse dia. As outras seguem nas horas delas.
      </Confirm>
    </div>
  );
}
