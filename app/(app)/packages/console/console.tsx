'use client';
import { SendHorizontal } from 'lucide-react';
import { type KeyboardEvent, useEffect, useId, useRef, useState } from 'react';
import { WhatsappText } from '@/app/(app)/messages/whatsapp-text';
import { Button } from '@/components/button';
import { Card } from '@/components/card';
import { inputLook } from '@/components/field-frame';
import { answered } from '@/components/form';
import { useStatus } from '@/components/status';
import { COMMANDS, type CommandName } from '@/lib/console/rules';
import type { Country } from '@/lib/phone';
import { run } from './actions';
import { Places } from './places';

export type Line = { id: string; from: string | null; mine: boolean; text: string; at: string | null };
type Props = {
  groups: { id: string; name: string }[];
  groupId: string | null;
  country: Country;
  acts: boolean;
  past: Line[];
  connected: boolean;
};

/** A conversation with the command engine: Enter sends, the arrows bring back what was typed before. */
export function Console({ groups, groupId, country, acts, past, connected }: Props) {
  const [said, setSaid] = useState<Line[]>([]);
  const [text, setText] = useState('');
  const [everywhere, setEverywhere] = useState(true);
  const [busy, setBusy] = useState(false);
  const [back, setBack] = useState(0);
  const [pressed, setPressed] = useState(false);
  const blank = pressed && !text.trim();
  const input = useRef<HTMLInputElement>(null);
  const form = useRef<HTMLFormElement>(null);
  const { tell } = useStatus();
  const id = useId();
  // On a phone the place to type must not lie under a day's talk.
  const older = past.slice(0, -RECENT);
  const lines = [...past.slice(-RECENT), ...said];
  const typed = said.filter((line) => line.mine).map((line) => line.text);

  // What was said last stays in sight, and so does the place to go on.
  useEffect(() => {
    if (said.length > 0) form.current?.scrollIntoView({ block: 'nearest' });
  }, [said.length]);

  const send = async () => {
    if (busy) return;
    setPressed(!text.trim());
    if (!text.trim()) return input.current?.focus();
    setBusy(true);
    const result = await answered(() => run({ groupId, everywhere, text }));
    setBusy(false);
    if (!result.ok) return tell(result);
    const n = said.length;
    const own: Line = { id: `s${n}`, from: 'Você', mine: true, text: text.trim(), at: null };
    setSaid([...said, own, { id: `s${n + 1}`, from: null, mine: false, text: result.data, at: null }]);
    setText('');
    setBack(0);
    input.current?.focus();
  };
  const recall = (event: KeyboardEvent) => {
    if (event.key !== 'ArrowUp' && event.key !== 'ArrowDown') return;
    const next = Math.min(typed.length, Math.max(0, back + (event.key === 'ArrowUp' ? 1 : -1)));
    event.preventDefault();
    setBack(next);
    setText(next === 0 ? '' : (typed[typed.length - next] ?? ''));
  };
  const suggest = (name: CommandName) => {
    const { form } = COMMANDS[name];
    setText(form.includes(' ') ? `.${name} ` : form);
    input.current?.focus();
  };

  return (
    <Card flush>
      <Places {...{ groups, groupId, acts, everywhere, setEverywhere }} />
      <section
        role="log"
        aria-label="Respostas"
        className="grid min-h-32 content-start sm:min-h-64 gap-3 bg-sunken p-3 sm:p-4"
      >
        {lines.length === 0 && (
          <p className="self-center justify-self-center py-4 text-center sm:py-8 text-muted text-pretty">
            {connected
              ? 'Ninguém deu comandos nesta conversa ainda. Escolha um abaixo ou digite.'
              : 'Escolha um comando abaixo ou digite. Nada é enviado ao WhatsApp: a resposta aparece aqui.'}
          </p>
        )}
        {older.length > 0 && (
          <details className="min-w-0">
            <summary className="flex min-h-11 cursor-pointer items-center justify-center text-muted sm:min-h-9">
              Ver as mais antigas
            </summary>
            <div className="mt-2 grid gap-3">
              {older.map((line) => (
                <Bubble key={line.id} line={line} />
              ))}
            </div>
          </details>
        )}
        {lines.map((line) => (
          <Bubble key={line.id} line={line} />
        ))}
      </section>
      <form
        ref={form}
        method="post"
        className="grid scroll-mb-20 gap-3 border-t border-line p-3 sm:p-4"
        onSubmit={(event) => {
          event.preventDefault();
          void send();
        }}
      >
        <ul
          className="-mx-3 flex gap-2 overflow-x-auto px-3 py-1 sm:mx-0 sm:flex-wrap sm:px-0"
          aria-label="Sugestões"
        >
          {NAMES.filter((name) => acts || name === 'validade').map((name) => (
            <li key={name}>
              <Button size="sm" title={COMMANDS[name].what} onClick={() => suggest(name)}>
                <code>.{name}</code>
              </Button>
            </li>
          ))}
        </ul>
        <div>
          <label htmlFor={id} className="mb-1.5 block text-sm font-medium text-ink sm:text-[0.8125rem]">
            Comando
          </label>
          <div className="flex gap-2">
            <input
              ref={input}
              id={id}
              value={text}
              onChange={(event) => setText(event.target.value)}
              onKeyDown={recall}
              placeholder={`.validade ${country === 'MZ' ? '845123456' : '11999999999'}`}
              autoComplete="off"
              autoCapitalize="none"
              spellCheck={false}
              maxLength={500}
              aria-invalid={blank || undefined}
              aria-describedby={`${id}-hint`}
              className={`${inputLook} font-mono`}
            />
            <Button type="submit" variant="primary" pending={busy}>
              <SendHorizontal aria-hidden />
              Executar
            </Button>
          </div>
          <p
            id={`${id}-hint`}
            aria-live="polite"
            className={`mt-1.5 text-[0.8125rem] leading-5 ${blank ? 'text-danger' : 'text-faint'}`}
          >
            {blank ? 'Escreva um comando.' : (formOf(text) ?? <Keys />)}
          </p>
        </div>
      </form>
    </Card>
  );
}

/** For whoever has a keyboard. */
const Keys = () => (
  <span className="pointer-coarse:hidden">
    Enter executa. As setas ↑ e ↓ trazem de volta o que você digitou.
  </span>
);

/** Lines of the group that stand open: two questions with their answers. */
const RECENT = 4;
const NAMES = Object.keys(COMMANDS) as CommandName[];

/** The right form of the command being typed. */
function formOf(text: string): string | null {
  const typed = text.trimStart().split(/\s/)[0]?.toLowerCase();
  const name = NAMES.find((one) => `.${one}` === typed);
  return name ? `${COMMANDS[name].form}: ${COMMANDS[name].what.toLowerCase()}.` : null;
}

function Bubble({ line: { from, mine, text, at } }: { line: Line }) {
  const side = mine ? 'justify-self-end bg-accent-soft' : 'justify-self-start bg-surface';
  return (
    <div
      className={`max-w-full min-w-0 rounded-card border border-line px-3 py-2 shadow-rest sm:max-w-[85%] ${side}`}
    >
      <p className="tabular text-xs leading-5 text-muted">
        {from ?? 'UltraGestor'}
        {at && ` · ${at}`}
      </p>
      <p className="font-mono text-[0.8125rem] leading-5 wrap-anywhere whitespace-pre-wrap text-ink">
        {from === null ? <WhatsappText text={text} /> : text}
      </p>
    </div>
  );
}
