'use client';
import { useId, useRef, useState } from 'react';
import { Button } from '@/components/button';
import { DefinitionList } from '@/components/card';
import { Select } from '@/components/field-frame';
import { answered } from '@/components/form';
import { Sheet } from '@/components/sheet';
import { useStatus } from '@/components/status';
import { useUnsaved } from '@/components/unsaved';
import { planWords, STAY_WORDS } from '@/lib/bulk/moves/messages';
import type { MoveChoices } from '@/lib/bulk/moves/queries';
import { type MovePreview, type MoveTarget, samePlans } from '@/lib/bulk/moves/rules';
import type { Choice } from '@/lib/clients/list/queries';
import type { Currency } from '@/lib/money';
import { people } from '@/lib/words';
import { previewMove, startMove } from './move-actions';
import { useBatch } from './use-batch';

export type PricedChoices = MoveChoices & { currency: Currency };
type Props = { choice: Choice; choices: PricedChoices };
type Server = MoveChoices['servers'][number];

/** Picks the server and a plan there for each plan here, says what happens on each panel, then hands it on. */
export function MoveSheet({ onClose, ...props }: Props & { onClose: () => void }) {
  return (
    <Sheet
      open
      onOpenChange={(open) => !open && onClose()}
      title="Mover de servidor"
      description="Nada é apagado em nenhum painel, e nenhuma mensagem sai."
    >
      <Move {...props} />
    </Sheet>
  );
}

/** Inside the sheet, which asks before it drops what was chosen here. */
function Move({ choice, choices }: Props) {
  const { fail } = useStatus();
  const begin = useBatch();
  const [server, setServer] = useState<Server | null>(null);
  const [plans, setPlans] = useState<Record<string, string>>({});
  const [suspend, setSuspend] = useState(false);
  const [preview, setPreview] = useState<MovePreview | null>(null);
  const [pending, setPending] = useState(false);
  const latest = useRef(0);
  const field = useId();
  useUnsaved(server !== null && !pending);
  const elsewhere = choices.servers.filter(({ id }) => choices.today.some((plan) => plan.serverId !== id));
  const coming = choices.today.filter((plan) => plan.serverId !== server?.id);
  const leavesPanel = coming.some((plan) => plan.panelType !== 'none');

  const look = async (to: MoveTarget) => {
    const asked = ++latest.current;
    setPreview(null);
    if (Object.keys(to.plans).length === 0) return;
    const answer = await answered(() => previewMove({ choice, ...to }));
    // A later choice has its own answer coming.
    if (asked !== latest.current) return;
    if (answer.ok) setPreview(answer.data);
    else fail(answer.message, answer.reference);
  };
  const pickServer = (id: string) => {
    const picked = choices.servers.find((one) => one.id === id) ?? null;
    const mapped = picked ? samePlans(choices.today, picked.plans) : {};
    const panels = choices.today.some((plan) => plan.serverId !== id && plan.panelType !== 'none');
    const also = suspend && panels;
    setServer(picked);
    setPlans(mapped);
    setSuspend(also);
    if (picked) void look({ serverId: picked.id, plans: mapped, suspend: also });
    else setPreview(null);
  };
  const pickPlan = (today: string, id: string) => {
    const { [today]: _, ...others } = plans;
    const mapped = id ? { ...others, [today]: id } : others;
    setPlans(mapped);
    if (server) void look({ serverId: server.id, plans: mapped, suspend });
  };
  const tick = (on: boolean) => {
    setSuspend(on);
    if (server) void look({ serverId: server.id, plans, suspend: on });
  };
  const start = async () => {
    if (!server || !preview) return;
    const asked = { choice, serverId: server.id, plans, suspend, expected: preview.chosen };
    setPending(true);
    // Started, it stays pending until the page changes: there is nothing left to lose.
    await begin(
      asked,
      (bulkId) => startMove({ bulkId, ...asked }),
      () => setPending(false),
    );
  };

  return (
    <div className="grid gap-4">
      <label htmlFor={field} className={labelLook}>
        Servidor de destino
        <Select id={field} value={server?.id ?? ''} onChange={({ target }) => pickServer(target.value)}>
          <option value="">Escolha…</option>
          {elsewhere.map(({ id, name }) => (
            <option key={id} value={id}>
              {name}
            </option>
          ))}
        </Select>
      </label>
      {server?.plans.length === 0 && (
        <p className="rounded-control bg-warning-soft px-3 py-2.5 text-warning">
          Este servidor ainda não tem plano com pacote à venda. Crie um em Planos e volte aqui.
        </p>
      )}
      {server && server.plans.length > 0 && coming.length > 0 && (
        <fieldset className="grid gap-3">
          <legend className="mb-2 font-medium text-ink">Que plano cada um passa a ter</legend>
          {coming.map((today) => (
            <label key={today.id} htmlFor={`${field}-${today.id}`} className={labelLook}>
              {`${planWords(today, choices.currency)} · ${today.server} (${today.count.toLocaleString('pt-BR')})`}
              <Select
                id={`${field}-${today.id}`}
                value={plans[today.id] ?? ''}
                onChange={({ target }) => pickPlan(today.id, target.value)}
              >
                <option value="">Ficam de fora</option>
                {server.plans.map((plan) => (
                  <option key={plan.id} value={plan.id}>
                    {planWords(plan, choices.currency)}
                  </option>
                ))}
              </Select>
            </label>
          ))}
        </fieldset>
      )}
      {server && leavesPanel && (
        <label className="flex min-h-11 items-center gap-3 text-ink">
          <input
            type="checkbox"
            checked={suspend}
            onChange={({ target }) => tick(target.checked)}
            className="size-5 shrink-0 accent-accent"
          />
          {server.panelType === 'none'
            ? 'Suspender as contas de hoje no painel delas'
            : 'Suspender as contas de hoje depois que as novas existirem'}
        </label>
      )}
      <div aria-live="polite">{preview && <Effects preview={preview} />}</div>
      <div className="flex justify-end border-t border-line pt-4">
        <Button
          variant="primary"
          className="max-sm:w-full"
          pending={pending}
          disabled={!preview || preview.count === 0}
          onClick={() => void start()}
        >
          {preview && preview.count > 0 ? `Mover ${people(preview.count)}` : 'Mover'}
        </Button>
      </div>
    </div>
  );
}

/** What happens on each panel, who stays, and what cannot be taken back. */
function Effects({ preview }: { preview: MovePreview }) {
  return (
    <div className="grid gap-3">
      <DefinitionList items={preview.lines} />
      {preview.left.map(({ reason, count, names }) => (
        <p key={reason} className="rounded-control bg-warning-soft px-3 py-2.5 text-warning">
          {STAY_WORDS[reason]}, {count === 1 ? 'fica 1' : `ficam ${count.toLocaleString('pt-BR')}`}:{' '}
          {names.join(', ')}
          {count > names.length && ` e mais ${(count - names.length).toLocaleString('pt-BR')}`}.
        </p>
      ))}
      <p className="text-muted">
        Para desfazer, mova de volta. Enquanto a conta nova não foi criada, nada se gasta; depois, ela
        continua no painel e o crédito não volta.
      </p>
    </div>
  );
}

const labelLook = 'grid gap-1.5 text-sm font-medium text-ink sm:text-[0.8125rem]';
