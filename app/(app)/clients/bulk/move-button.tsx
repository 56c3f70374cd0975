'use client';
import { useState } from 'react';
import { Button } from '@/components/button';
import { answered } from '@/components/form';
import { useStatus } from '@/components/status';
import type { Choice } from '@/lib/clients/list/queries';
import { choicesToMove } from './move-actions';
import { MoveSheet, type PricedChoices } from './move-sheet';

type Props = { choice: Choice; disabled?: boolean; label: string };

/** Asks where the chosen clients may go, then opens the plan of it. */
export function MoveButton({ choice, disabled = false, label }: Props) {
  const [choices, setChoices] = useState<PricedChoices | null>(null);
  const [pending, setPending] = useState(false);
  const { fail } = useStatus();
  const ask = async () => {
    setPending(true);
    const answer = await answered(() => choicesToMove({ choice }));
    setPending(false);
    if (!answer.ok) return fail(answer.message, answer.reference);
    if (answer.data.today.length === 0) return fail('Nenhum cliente aqui para mover.');
    if (answer.data.servers.length < 2) return fail('Só há um servidor. Cadastre o outro em Servidores.');
    setChoices(answer.data);
  };
  return (
    <>
      <Button size="sm" disabled={disabled} pending={pending} onClick={() => void ask()}>
        {label}
      </Button>
      {choices && <MoveSheet choice={choice} choices={choices} onClose={() => setChoices(null)} />}
    </>
  );
}
