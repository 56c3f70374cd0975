'use client';
import { useRouter } from 'next/navigation';
import { useTransition } from 'react';
import { LabelledSelect } from '@/components/field-frame';

type Props = {
  groups: { id: string; name: string }[];
  groupId: string | null;
  acts: boolean;
  everywhere: boolean;
  setEverywhere: (everywhere: boolean) => void;
};

/** In which conversation a command is given, and with whose rights. */
export function Places({ groups, groupId, acts, everywhere, setEverywhere }: Props) {
  const router = useRouter();
  const [moving, startTransition] = useTransition();
  const go = (id: string) => startTransition(() => router.push(`/packages/console?grupo=${id}`));
  return (
    <div
      className="grid gap-3 sm:grid-cols-2 border-b border-line p-3 sm:p-4"
      aria-busy={moving || undefined}
    >
      <LabelledSelect
        label="Conversa"
        value={groupId ?? 'nenhum'}
        onChange={({ target }) => go(target.value)}
      >
        {groups.map(({ id, name }) => (
          <option key={id} value={id}>
            {name}
          </option>
        ))}
        <option value="nenhum">Privada, fora dos grupos</option>
      </LabelledSelect>
      {acts ? (
        <LabelledSelect
          label="Como"
          value={everywhere ? 'all' : 'here'}
          onChange={({ target }) => setEverywhere(target.value === 'all')}
        >
          <option value="all">Admin de todos</option>
          <option value="here">Admin só desta conversa</option>
        </LabelledSelect>
      ) : (
        <p className="self-end text-muted">
          Seu perfil consulta validades; os outros comandos são de quem opera.
        </p>
      )}
    </div>
  );
}
