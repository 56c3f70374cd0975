'use client';
import { RefreshCw } from 'lucide-react';
import { useRouter } from 'next/navigation';
import { useEffect, useState } from 'react';
import { useFormState, useWatch } from 'react-hook-form';
import { Button } from '@/components/button';
import { SelectField } from '@/components/fields';
import { type ActionForm, answered, NO_ANSWER } from '@/components/form';
import { useStatus } from '@/components/status';
import { sameLength } from '@/lib/plans/rules';
import type { PlanForm as Values } from '@/lib/plans/schema';
import { rereadPackages } from './actions';
import type { Offer } from './offers';

type Props = { form: ActionForm<Values>; offer: Offer; stored?: Values };

/** The pick list of one server's packages; mounted anew for each server. */
export function PackageField({ form: { methods }, offer, stored }: Props) {
  const [packageId, days] = useWatch({ control: methods.control, name: ['packageId', 'days'] });
  const { errors } = useFormState({ control: methods.control, name: 'packageId' });
  const chosen = offer.packages.find((p) => p.id === packageId);
  const known = chosen !== undefined;
  const empty = offer.packages.length === 0;
  const waiting = useLookAgain(empty);

  // Another server, or a list just read: what was chosen may not be on it.
  useEffect(() => {
    if (known) return;
    const own = stored?.serverId === offer.serverId && offer.packages.some((p) => p.id === stored.packageId);
    methods.setValue('packageId', own && stored ? stored.packageId : offer.defaultPackageId);
  }, [known, methods, offer, stored]);

  return (
    <div className="grid gap-2">
      <SelectField
        name="packageId"
        label="Pacote do painel"
        options={offer.packages.map((p) => ({ value: p.id, label: p.label, disabled: p.problem !== null }))}
        placeholder={empty ? (waiting ? 'Lendo os pacotes…' : 'Nenhum pacote lido ainda') : 'Escolha…'}
      />
      {/* Once the server has said it beside the field, saying it twice is noise. */}
      {!errors.packageId && (
        <Advice
          problem={chosen?.problem ?? null}
          packageDays={chosen?.days ?? null}
          planDays={Number(days)}
        />
      )}
      <Reread serverId={offer.serverId} />
    </div>
  );
}

const LOOK_EVERY_MS = 2_000;
const LOOKS = 10;

/** A server just saved reads its panel after the answer: the list is looked for until it is there. */
function useLookAgain(empty: boolean): boolean {
  const [looks, setLooks] = useState(0);
  const { refresh } = useRouter();
  const waiting = empty && looks < LOOKS;
  useEffect(() => {
    if (!waiting) return;
    const later = setTimeout(() => {
      refresh();
      setLooks(looks + 1);
    }, LOOK_EVERY_MS);
    return () => clearTimeout(later);
  }, [waiting, looks, refresh]);
  return waiting;
}

type AdviceProps = { problem: string | null; packageDays: number | null; planDays: number };

function Advice({ problem, packageDays, planDays }: AdviceProps) {
  const differs = packageDays !== null && planDays > 0 && !sameLength(planDays, packageDays);
  const text =
    problem ??
    (differs ? `No painel este pacote dura ${packageDays} dias; o plano vende ${planDays}. Confira.` : null);
  return (
    <p aria-live="polite" className={text ? 'text-[0.8125rem] leading-5 text-warning' : 'sr-only'}>
      {text}
    </p>
  );
}

function Reread({ serverId }: { serverId: string }) {
  const [pending, setPending] = useState(false);
  const { tell } = useStatus();
  const reread = async () => {
    setPending(true);
    tell(await answered(() => rereadPackages({ id: serverId }), NO_ANSWER));
    setPending(false);
  };
  return (
    <Button size="sm" pending={pending} onClick={() => void reread()} className="justify-self-start">
      <RefreshCw aria-hidden />
      Atualizar lista
    </Button>
  );
}
