'use client';
import { useId, useState } from 'react';
import { Badge } from '@/components/badge';
import { Card, DefinitionList } from '@/components/card';
import { areaLook } from '@/components/field-frame';
import { type Currency, formatMoney } from '@/lib/money';
import { formatPhone } from '@/lib/phone';
import { PROVIDER_WORDS } from '@/lib/receipts/messages';
import { readPasted } from '@/lib/receipts/pasted/rules';
import { readReceipt } from '@/lib/receipts/rules';

type Props = { currency: Currency; locale: string };

/** What would be understood of a text, read in the browser: nothing is sent and nothing is kept. */
export function TryText({ currency, locale }: Props) {
  const [text, setText] = useState('');
  const id = useId();
  return (
    <Card title="Testar um texto">
      <label htmlFor={id} className="mb-1.5 block text-sm font-medium text-ink sm:text-[0.8125rem]">
        SMS ou mensagem de cliente
      </label>
      <textarea
        id={id}
        rows={4}
        maxLength={4000}
        value={text}
        onChange={(event) => setText(event.target.value)}
        placeholder="Confirmado DFA1BCDE2FG. Recebeste 44.00MT de 2588…"
        aria-describedby={`${id}-hint`}
        className={areaLook}
      />
      <p id={`${id}-hint`} className="mt-1.5 text-[0.8125rem] leading-5 text-faint">
        O teste é feito aqui no navegador: nada é enviado nem guardado.
      </p>
      <div aria-live="polite" className="mt-3">
        {text.trim() !== '' && <Understood {...{ text, currency, locale }} />}
      </div>
    </Card>
  );
}

function Understood({ text, currency, locale }: Props & { text: string }) {
  const [sms, pasted] = [readReceipt(text), readPasted(text)];
  if (!pasted) return <Badge tone="neutral">Não é um comprovante: seria ignorado e não seria guardado</Badge>;
  const { receipt, numbers, several } = pasted;
  const proves = sms?.direction === 'in';
  return (
    <div className="grid gap-3">
      <span>
        <Badge tone={proves ? 'success' : 'info'}>
          {proves
            ? 'Vindo do celular, prova o pagamento'
            : receipt.direction === 'out'
              ? 'Texto de quem pagou: só diz para quem é o pacote'
              : 'Texto de quem recebe, mas com algo em volta: não serve como prova'}
        </Badge>
      </span>
      <DefinitionList
        items={[
          { label: 'Operadora', value: PROVIDER_WORDS[receipt.provider] },
          { label: 'Código', value: receipt.reference },
          { label: 'Quantia', value: formatMoney({ cents: receipt.amountCents, currency }, locale) },
          { label: 'Outro lado', value: receipt.party ?? 'o texto não diz' },
          {
            label: 'Pacote para',
            value:
              numbers.length > 0 ? numbers.map(formatPhone).join(', ') : 'nenhum número ao lado do texto',
          },
          ...(several ? [{ label: 'Atenção', value: 'há mais de um comprovante no texto' }] : []),
        ]}
      />
    </div>
  );
}
