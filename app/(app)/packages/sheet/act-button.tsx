'use client';
import { type ReactNode, useRef, useState } from 'react';
import { Button } from '@/components/button';
import { Confirm } from '@/components/confirm';
import { focusAfter } from '@/components/focus-after';
import { answered } from '@/components/form';
import { useStatus } from '@/components/status';
import { acceptReviewed, renewPhoneKey, retryReviewed, trySheetNow } from './actions';

/** Does one thing at once and says what came of it. */
function Act({
  label,
  name,
  run,
}: {
  label: string;
  name: string;
  run: () => ReturnType<typeof trySheetNow>;
}) {
  const button = useRef<HTMLButtonElement>(null);
  const [pending, setPending] = useState(false);
  const { tell } = useStatus();
  const press = async () => {
    setPending(true);
    tell(await answered(run));
    setPending(false);
    focusAfter(button.current);
  };
  return (
    <Button ref={button} size="sm" pending={pending} aria-label={name} onClick={() => void press()}>
      {label}
    </Button>
  );
}

export const TryNow = ({ id, shown }: { id: string; shown: string }) => (
  <Act label="Tentar agora" name={`Tentar agora ${shown}`} run={() => trySheetNow({ id })} />
);

export const Retry = ({ id, reference }: { id: string; reference: string }) => (
  <Act label="Tentar de novo" name={`Tentar de novo ${reference}`} run={() => retryReviewed({ id })} />
);

/** A row accepted by a person, after one question. */
export const Accept = ({ id, reference }: { id: string; reference: string }) => (
  <Asked
    label="É a mesma"
    name={`É a mesma ${reference}`}
    title={`Dar ${reference} como entregue?`}
    confirmLabel="É a mesma"
    run={() => acceptReviewed({ id })}
  >
    Confirme só depois de ver na planilha que a linha desta referência é a do seu cliente. Ela não será
    enviada de novo.
  </Asked>
);

/** A new address for the phone. */
export const RenewKey = () => (
  <Asked
    label="Trocar endereço"
    title="Trocar o endereço do celular?"
    confirmLabel="Trocar"
    run={() => renewPhoneKey({})}
  >
    O endereço atual para de funcionar na hora. Até você colar o novo no celular, os pedidos esperam aqui.
  </Asked>
);

type AskedProps = {
  label: string;
  name?: string;
  title: string;
  confirmLabel: string;
  run: () => ReturnType<typeof trySheetNow>;
  children: ReactNode;
};

function Asked({ label, name, title, confirmLabel, run, children }: AskedProps) {
  const button = useRef<HTMLButtonElement>(null);
  const [asking, setAsking] = useState(false);
  const { tell } = useStatus();
  return (
    <>
      <Button ref={button} size="sm" aria-label={name} onClick={() => setAsking(true)}>
        {label}
      </Button>
      <Confirm
        open={asking}
        onOpenChange={setAsking}
        title={title}
        confirmLabel={confirmLabel}
        onConfirm={async () => {
          tell(await answered(run));
          focusAfter(button.current);
        }}
      >
        {children}
      </Confirm>
    </>
  );
}
