'use client';
import { PlugZap } from 'lucide-react';
import { useState } from 'react';
import { type UseFormReturn, useWatch } from 'react-hook-form';
import { Button } from '@/components/button';
import { type ActionForm, answered } from '@/components/form';
import type { ActionResult } from '@/lib/result';
import type { ServerForm } from '@/lib/servers/schema';
import { testServer } from './actions';
import { ProbeResult } from './probe-result';
import type { ProbeShown } from './shown';

const TESTED = ['panelUrl', 'panelUser', 'token'] as const;

/** Tests the values as they stand in the form, saved or not; the answer stays beside the button. */
export function ConnectionTest({ form: { methods } }: { form: ActionForm<ServerForm> }) {
  const [pending, setPending] = useState(false);
  const [tested, setTested] = useState<{ values: string; result: ActionResult<ProbeShown> } | null>(null);
  const now = useWatch({ control: methods.control, name: TESTED }).join('\n');

  const test = async () => {
    setTested(null);
    if (!(await methods.trigger([...TESTED], { shouldFocus: true }))) return;
    setPending(true);
    const { id, panelUrl, panelUser, token } = methods.getValues();
    const result = await answered(() => testServer({ id, panelType: 'sigma', panelUrl, panelUser, token }));
    setPending(false);
    setTested({ values: [panelUrl, panelUser, token].join('\n'), result });
    if (!result.ok) showBesideFields(methods, result.fields);
  };

  return (
    <div className="grid gap-3">
      <Button
        onClick={() => void test()}
        pending={pending}
        waiting="Testando…"
        className="justify-self-start max-sm:w-full"
      >
        <PlugZap aria-hidden />
        Testar Conexão
      </Button>
      {/* What was found is true of the values it was found with. */}
      <ProbeResult testing={pending} result={tested?.values === now ? tested.result : null} />
    </div>
  );
}

function showBesideFields(methods: UseFormReturn<ServerForm>, fields: Record<string, string> = {}): void {
  for (const name of TESTED) {
    const message = fields[name];
    if (message) methods.setError(name, { type: 'server', message }, { shouldFocus: true });
  }
}
