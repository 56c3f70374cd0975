'use client';
import { Fragment, useEffect, useState } from 'react';
import { Button } from '@/components/button';
import { ChoiceFrame } from '@/components/choice-frame';
import { answered } from '@/components/form';
import { Sheet } from '@/components/sheet';
import { useStatus } from '@/components/status';
import type { MessagePreview } from '@/lib/bulk/clients/queries';
import type { ClientPreview } from '@/lib/bulk/clients/rules';
import type { Choice, ListFilters } from '@/lib/clients/list/queries';
import { people } from '@/lib/words';
import { ActConfirm, SIMPLE_ACTS, type SimpleAct } from './bulk/act-confirm';
import { countFiltered, previewAct, previewMessage } from './bulk/actions';
import { MessageSheet } from './bulk/message-sheet';
import { MoveButton } from './bulk/move-button';
import { PlanConfirm } from './bulk/plan-confirm';
import { exportAddress } from './shown';

type Props = {
  choice: Choice;
  count: number;
  /** Everything the filters find is chosen, not only rows of this page. */
  whole: boolean;
  /** How many rows this page has. */
  shown: number;
  filters: ListFilters;
  plans: { id: string; name: string; server: string }[];
  exports: boolean;
  onPage: () => void;
  onAll: (count: number) => void;
};
type Models = { kind: string; label: string; body: string }[];
type Asking =
  | { act: SimpleAct; preview: ClientPreview }
  | { act: 'plan' }
  | { act: 'message'; preview: MessagePreview; models: Models };

/** What can be done to the chosen clients at once. */
export function BulkBar({ choice, count, whole, shown, filters, plans, exports, onPage, onAll }: Props) {
  const [asking, setAsking] = useState<Asking | null>(null);
  const [busy, setBusy] = useState<string | null>(null);
  /** On a phone what can be done is one press away, so that the list stays in sight. */
  const [menu, setMenu] = useState(false);
  const { fail } = useStatus();
  const close = () => setAsking(null);
  const found = useFound(filters);
  const archived = filters.state === 'archived';

  const ask = async (what: SimpleAct | 'message') => {
    setBusy(what);
    if (what === 'message') {
      const answer = await answered(() => previewMessage({ choice }));
      if (!answer.ok) fail(answer.message, answer.reference);
      else if (answer.data.preview.count === 0) fail('Nenhum destes clientes tem WhatsApp no cadastro.');
      else setAsking({ act: what, ...answer.data });
    } else {
      const answer = await answered(() => previewAct({ choice, act: what }));
      if (!answer.ok) fail(answer.message, answer.reference);
      else if (answer.data.count === 0) fail('Não há nada a mudar nestes clientes.');
      else setAsking({ act: what, preview: answer.data });
    }
    setBusy(null);
  };
  const button = (what: SimpleAct | 'message', label: string) => (
    <Button size="sm" disabled={count === 0} pending={busy === what} onClick={() => void ask(what)}>
      {label}
    </Button>
  );
  const chosen = count === 0 ? 'Escolha na lista' : `${people(count)} ${whole ? 'do filtro' : 'na seleção'}`;
  const acts = (
    <>
      {archived ? (
        button('restore', SIMPLE_ACTS.restore.label)
      ) : (
        <>
          {button('message', 'Enviar mensagem')}
          <Button
            size="sm"
            disabled={count === 0 || plans.length === 0}
            onClick={() => setAsking({ act: 'plan' })}
          >
            Mudar de plano
          </Button>
          <MoveButton choice={choice} disabled={count === 0} label="Mover de servidor" />
          {(['suspend', 'activate', 'archive'] as const).map((act) => (
            <Fragment key={act}>{button(act, SIMPLE_ACTS[act].label)}</Fragment>
          ))}
        </>
      )}
      {exports && count > 0 && (
        // A plain link: the answer is a file, not a page.
        <a href={exportAddress(choice)} download className={exportLook}>
          Exportar CSV
        </a>
      )}
    </>
  );
  const question =
    asking?.act === 'message' ? (
      <MessageSheet {...asking} choice={choice} onClose={close} />
    ) : asking?.act === 'plan' ? (
      <PlanConfirm choice={choice} plans={plans} onClose={close} />
    ) : (
      asking && <ActConfirm act={asking.act} choice={choice} preview={asking.preview} onClose={close} />
    );
  return (
    <ChoiceFrame label="Clientes escolhidos" className="flex-wrap">
      <p className="tabular mr-auto font-medium max-sm:pl-2" aria-live="polite">
        {chosen}
      </p>
      <Button
        size="sm"
        variant="primary"
        disabled={count === 0}
        onClick={() => setMenu(true)}
        className="sm:hidden"
      >
        Ações
      </Button>
      <div className="flex flex-wrap items-center gap-x-2 max-sm:w-full">
        <Button size="sm" variant="ghost" className="max-sm:px-2" onClick={onPage}>
          Todos desta página
        </Button>
        {!whole && found !== null && found > shown && (
          <Button size="sm" variant="ghost" className="max-sm:px-2" onClick={() => onAll(found)}>
            Selecionar todos os {found.toLocaleString('pt-BR')} do filtro
          </Button>
        )}
      </div>
      <div className="flex w-full flex-wrap gap-2 border-t border-line pt-2 max-sm:hidden">{acts}</div>
      {/* A question stands within what it was asked from. */}
      <Sheet open={menu} onOpenChange={setMenu} title={chosen}>
        <div className="grid gap-2">{acts}</div>
        {question}
      </Sheet>
      {!menu && question}
    </ChoiceFrame>
  );
}

/** How many clients the filters find, beyond this page; null until it is known. */
function useFound(filters: ListFilters): number | null {
  const of = JSON.stringify(filters);
  const [found, setFound] = useState<{ of: string; count: number } | null>(null);
  useEffect(() => {
    let wanted = true;
    void answered(() => countFiltered({ filters: JSON.parse(of) })).then((answer) => {
      if (wanted && answer.ok) setFound({ of, count: answer.data });
    });
    return () => {
      wanted = false;
    };
  }, [of]);
  return found?.of === of ? found.count : null;
}

const exportLook =
  'inline-flex h-11 items-center justify-center rounded-control px-3 text-sm font-medium text-muted hover:bg-sunken hover:text-ink sm:h-8 sm:text-[0.8125rem]';
