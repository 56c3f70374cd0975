'use client';
import { Button } from '@/components/button';
import { VARIABLE_WORDS } from '@/lib/templates/messages';
import { type Kind, VARIABLES } from '@/lib/templates/rules';

/** The variables of a kind: a tap puts one where the cursor stands. */
export function VariableChips({ kind, onPick }: { kind: Kind; onPick: (text: string) => void }) {
  return (
    <fieldset className="min-w-0">
      <legend className="mb-2 text-[0.8125rem] leading-5 text-muted">Toque para pôr no texto:</legend>
      <div className="flex flex-wrap gap-2">
        {VARIABLES[kind].map((name) => (
          <Button key={name} size="sm" title={`{{${name}}}`} onClick={() => onPick(`{{${name}}}`)}>
            {VARIABLE_WORDS[name]}
          </Button>
        ))}
      </div>
    </fieldset>
  );
}
