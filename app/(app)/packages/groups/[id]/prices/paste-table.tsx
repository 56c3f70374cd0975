'use client';
import { ClipboardPaste } from 'lucide-react';
import { useId, useState } from 'react';
import { Button } from '@/components/button';
import { Card } from '@/components/card';
import { areaLook } from '@/components/field-frame';
import { UNREAD_WORDS } from '@/lib/groups/prices/messages';
import { MOST_PASTED, type Unread } from '@/lib/groups/prices/pasted/rules';
import type { GridHands } from './use-grid';

/** The text that the group uses, read into the grid; what could not be read is listed. */
export function PasteTable({ hands, empty }: { hands: GridHands; empty: boolean }) {
  const [text, setText] = useState('');
  const [said, setSaid] = useState('');
  const id = useId();
  const read = () => {
    const { rows, unread } = hands.paste(text);
    const lines =
      unread.length === 1 ? '1 linha não virou preço' : `${unread.length} linhas não viraram preço`;
    setSaid(
      `${rows.length === 1 ? '1 preço lido' : `${rows.length} preços lidos`}; ${lines}. Nada foi salvo ainda.`,
    );
  };
  return (
    <Card title="Colar uma tabela">
      <label htmlFor={id} className="mb-1.5 block text-sm font-medium text-ink sm:text-[0.8125rem]">
        Texto da tabela
      </label>
      <textarea
        id={id}
        rows={empty ? 8 : 4}
        maxLength={MOST_PASTED}
        value={text}
        onChange={(event) => setText(event.target.value)}
        placeholder={'3 Dias Renováveis\n2000MB = 44MT\n3000MB = 66MT'}
        aria-describedby={`${id}-hint`}
        className={areaLook}
      />
      <p id={`${id}-hint`} className="mt-1.5 text-[0.8125rem] leading-5 text-faint">
        Como está no WhatsApp, com títulos e emojis. O que for lido entra no lugar dos preços abaixo.
      </p>
      <Button className="mt-3 max-sm:w-full" disabled={text.trim() === ''} onClick={read}>
        <ClipboardPaste aria-hidden />
        Ler a tabela
      </Button>
      <p aria-live="polite" className="mt-3 text-ink empty:hidden">
        {said}
      </p>
      {hands.unread && hands.unread.length > 0 && <UnreadLines lines={hands.unread} />}
    </Card>
  );
}

const UnreadLines = ({ lines }: { lines: Unread[] }) => (
  <details className="mt-2" open={lines.some((line) => line.why !== 'text')}>
    <summary className="inline-flex min-h-11 cursor-pointer items-center text-muted hover:text-ink sm:min-h-8">
      Linhas que não viraram preço ({lines.length})
    </summary>
    <ul className="divide-y divide-line rounded-control border border-line px-3">
      {lines.map((line) => (
        <li key={`${line.line} ${line.text}`} className="py-2">
          <span className="block text-ink wrap-break-word">{line.text}</span>
          <span className="text-[0.8125rem] leading-5 text-muted">
            Linha {line.line}: {UNREAD_WORDS[line.why]}
          </span>
        </li>
      ))}
    </ul>
  </details>
);
