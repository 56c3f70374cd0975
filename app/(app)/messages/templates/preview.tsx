'use client';
import { faultWords } from '@/lib/templates/messages';
import { hidePassword, type Kind, render, type Values } from '@/lib/templates/rules';
import { WhatsappText } from '../whatsapp-text';

type Props = { kind: Kind; body: string; sample: Values; note?: string };

/** What a client would read, by the very rule that writes the real message. `note` says which client. */
export function Preview({ kind, body, sample, note = 'Dados inventados.' }: Props) {
  const rendered = render(kind, body, sample);
  return (
    <section aria-labelledby="preview" className="grid min-w-0 gap-2 lg:sticky lg:top-6">
      <h2 id="preview" className="text-sm font-medium text-ink sm:text-[0.8125rem]">
        Como o cliente vê
      </h2>
      <div className="rounded-card border border-line bg-sunken p-4">
        {rendered.ok ? (
          <p className="w-fit max-w-full rounded-card rounded-tl-sm bg-success-soft px-3.5 py-2.5 text-ink">
            <WhatsappText text={hidePassword(rendered.body)} />
          </p>
        ) : (
          <p className="text-danger">{faultWords(rendered.fault, rendered.variable)}</p>
        )}
      </div>
      <p className="text-[0.8125rem] leading-5 text-faint">
        {note} Texto entre *asteriscos* sai em negrito.
        {body.includes('cliente_senha') && ' A senha só entra no envio e não fica guardada na mensagem.'}
      </p>
    </section>
  );
}
