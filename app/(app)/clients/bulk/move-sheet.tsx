'use client';
import { useId } from 'react';
import { Button } from '@/components/button';
import { DefinitionList } from '@/components/card';
import { Select } from '@/components/field-frame';
import { Sheet } from '@/components/sheet';
import { moveWords, STAY_WORDS, termsWords } from '@/lib/bulk/moves/messages';
import type { MoveChoices } from '@/lib/bulk/moves/queries';
import type { MovePreview } from '@/lib/bulk/moves/rules';
import type { Choice } from '@/lib/clients/list/queries';
import { type Currency, formatMoney } from '@/lib/money';
import { people } from '@/lib/words';
import { useMove } from './use-move';

export type PricedChoices = MoveChoices & { currency: Currency };
type Props = { choice: Choice; choices: PricedChoices };

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
  const { server, plans, suspend, preview, pending, ...move } = useMove(choice, choices);
  const field = useId();
  const elsewhere = choices.servers.filter(({ id }) => choices.today.some((plan) => plan.serverId !== id));
  const coming = choices.today.filter((plan) => plan.serverId !== server?.id);
  const leavesPanel = coming.some((plan) => plan.panelType !== 'none');

  return (
    <div className="grid gap-4">
      <label htmlFor={field} className={labelLook}>
        Servidor de destino
        <Select id={field} value={server?.id ?? ''} onChange={({ target }) => move.pickServer(target.value)}>
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
            <PlanChoice
              key={today.id}
              {...{ today, currency: choices.currency, there: server.plans }}
              from={new Set(coming.map((plan) => plan.server)).size > 1 ? today.server : null}
              value={plans[today.id] ?? ''}
              onPick={(id) => move.pickPlan(today.id, id)}
            />
          ))}
        </fieldset>
      )}
      {server && leavesPanel && (
        <label className="flex min-h-11 items-center gap-3 text-ink">
          <input
            type="checkbox"
            checked={suspend}
            onChange={({ target }) => move.tick(target.checked)}
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
          onClick={() => void move.start()}
        >
          {preview && preview.count > 0 ? moveWords(preview) : 'Mover'}
        </Button>
      </div>
    </div>
  );
}

type PlanProps = {
  today: MoveChoices['today'][number];
  there: MoveChoices['servers'][number]['plans'];
  currency: Currency;
  /** The server of today, where there is more than one. */
  from: string | null;
  value: string;
  onPick: (id: string) => void;
};

/** One plan of today and what it becomes; a phone has room for the name, so the terms stand beneath. */
function PlanChoice({ today, there, currency, from, value, onPick }: PlanProps) {
  const field = useId();
  const picked = there.find(({ id }) => id === value);
  const name = [today.name, from, people(today.count)].filter(Boolean).join(' · ');
  return (
    <div>
      <label htmlFor={field} className={labelLook}>
        {name}
        <Select
          id={field}
          value={value}
          aria-describedby={`${field}-terms`}
          onChange={({ target }) => onPick(target.value)}
        >
          <option value="">Ficam de fora</option>
          {there.map((plan) => (
            <option key={plan.id} value={plan.id}>
              {plan.name} · {formatMoney({ cents: plan.priceCents, currency })}
            </option>
          ))}
        </Select>
      </label>
      <p
        id={`${field}-terms`}
        className={`tabular mt-1.5 text-[0.8125rem] leading-5 ${picked ? 'text-muted' : 'font-medium text-warning'}`}
      >
        {picked
          ? `Hoje ${termsWords(today, currency)}; depois ${termsWords(picked, currency)}`
          : `${people(today.count)} ${today.count === 1 ? 'fica' : 'ficam'} de fora`}
      </p>
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
