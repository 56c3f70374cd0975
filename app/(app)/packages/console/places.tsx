'use client';
import { ChevronDown } from 'lucide-react';
import { useRouter } from 'next/navigation';
import { useId, useTransition } from 'react';
import { inputLook } from '@/components/field-frame';

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
    <div className="grid grid-cols-2 gap-3 border-b border-line p-3 sm:p-4" aria-busy={moving || undefined}>
      <Choice label="Conversa" value={groupId ?? 'nenhum'} onChange={go}>
        {groups.map(({ id, name }) => (
          <option key={id} value={id}>
            {name}
          </option>
        ))}
        <option value="nenhum">Privada, fora dos grupos</option>
      </Choice>
      {acts ? (
        <Choice
          label="Como"
          value={everywhere ? 'all' : 'here'}
          onChange={(value) => setEverywhere(value === 'all')}
        >
          <option value="all">Admin de todos</option>
          <option value="here">Admin só desta conversa</option>
        </Choice>
      ) : (
        <p className="self-end text-muted">
          Seu perfil consulta validades; os outros comandos são de quem opera.
        </p>
      )}
    </div>
  );
}

type ChoiceProps = {
  label: string;
  value: string;
  onChange: (value: string) => void;
  children: React.ReactNode;
};

function Choice({ label, value, onChange, children }: ChoiceProps) {
  const id = useId();
  return (
    <div className="min-w-0">
      <label htmlFor={id} className="mb-1.5 block text-sm font-medium text-ink sm:text-[0.8125rem]">
        {label}
      </label>
      <span className="relative block">
        <select
          id={id}
          value={value}
          onChange={(event) => onChange(event.target.value)}
          className={`${inputLook} appearance-none truncate pr-9`}
        >
          {children}
        </select>
        <ChevronDown
          aria-hidden
          className="pointer-events-none absolute top-1/2 right-3 size-4 -translate-y-1/2 text-muted"
        />
      </span>
    </div>
  );
}
