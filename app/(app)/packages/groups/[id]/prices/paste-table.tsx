'use client';
import { ClipboardPaste } from 'lucide-react';
import { useId, useRef, useState } from 'react';
import { Button } from '@/components/button';
import { Card } from '@/components/card';
import { classes } from '@/components/classes';
import { areaLook } from '@/components/field-frame';
import { readWords, UNREAD_WORDS } from '@/lib/groups/prices/messages';
import { linesOf, MOST_PASTED, type Unread } from '@/lib/groups/prices/pasted/rules';
import type { GridHands } from './use-grid';

/** The text that the group uses, read into the grid; what could not be read is listed. */
export function PasteTable({ hands, empty }: { hands: GridHands; empty: boolean }) {
  const [text, setText] = useState('');
  const [said, setSaid] = useState<{ text: string; wrong: boolean } | null>(null);
  const area = useRef<HTMLTextAreaElement>(null);
  const id = useId();
  const read = () => {
    if (text.trim() === '') {
      setSaid({ text: 'Cole aqui o texto da tabela e aperte Ler a tabela.', wrong: true });
      return area.current?.focus();
    }
    const found = hands.paste(text);
    setSaid({ text: readWords(found, hands.grid.length > 0), wrong: found.rows.length === 0 });
  };
  return (
    <Card title="Colar uma tabela">
      <label htmlFor={id} className="mb-1.5 block text-sm font-medium text-ink sm:text-[0.8125rem]">
        Texto da tabela
      </label>
      <textarea
        id={id}
        ref={area}
        rows={empty ? 8 : 4}
        maxLength={MOST_PASTED}
        value={text}
        onChange={(event) => {
          setText(event.target.value);
          if (said?.wrong) setSaid(null);
        }}
        placeholder={'3 Dias Renováveis\n2000MB = 44MT\n3000MB = 66MT'}
        aria-invalid={said?.wrong || undefined}
        aria-describedby={`${id}-hint ${id}-said`}
        className={areaLook}
      />
      <p id={`${id}-hint`} className="mt-1.5 text-[0.8125rem] leading-5 text-faint">
        Como está no WhatsApp, com títulos e emojis. O que for lido entra no lugar dos preços abaixo.
      </p>
      <Button className="mt-3 max-sm:w-full" onClick={read}>
        <ClipboardPaste aria-hidden />
        Ler a tabela
      </Button>
      <p
        id={`${id}-said`}
        aria-live="polite"
        className={classes('mt-3 empty:hidden', said?.wrong ? 'text-danger' : 'text-ink')}
      >
        {said?.text}
      </p>
      {hands.unread && hands.unread.length > 0 && <UnreadLines lines={hands.unread} />}
    </Card>
  );
}

const UnreadLines = ({ lines }: { lines: Unread[] }) => (
  <details className="mt-2" open={lines.some((line) => line.why !== 'text')}>
    <summary className="inline-flex min-h-11 cursor-pointer items-center text-muted hover:text-ink sm:min-h-8">
      Linhas que não viraram preço ({linesOf(lines).length})
    </summary>
    <ul className="divide-y divide-line rounded-control border border-line px-3">
      {linesOf(lines).map((line) => (
        <li key={line} className="py-2">
          {lines.map((piece) => piece.line === line && <Piece key={piece.text} {...piece} />)}
        </li>
      ))}
    </ul>
  </details>
);

const Piece = ({ line, text, why }: Unread) => (
  <p className="wrap-break-word">
    <span className="block text-ink">{text}</span>
    <span className="text-[0.8125rem] leading-5 text-muted">
      Linha {line}: {UNREAD_WORDS[why]}
    </span>
  </p>
);
