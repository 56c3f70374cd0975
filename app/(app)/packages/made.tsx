import { Button, ButtonLink } from '@/components/button';
import { CopyButton } from '@/components/copy-button';

/** A package just made: its id where it delivers renewals, and the text that the customer or group is told. */
export type Made = { id: string | null; text: string | null };

/** What to do with a package just made; `again` is the way to the next one. */
export function MadePackage({ made, again, onMore }: { made: Made; again: string; onMore: () => void }) {
  return (
    <div className="grid gap-4">
      {made.text && (
        <pre className="rounded-control bg-sunken p-3 font-sans text-ink whitespace-pre-wrap wrap-break-word">
          {made.text}
        </pre>
      )}
      <div className="flex flex-wrap items-center gap-2">
        {made.text && <CopyButton text={made.text} label="Copiar mensagem" />}
        {made.id && (
          <ButtonLink size="sm" href={`/packages/${made.id}`}>
            Ver o pacote
          </ButtonLink>
        )}
        <Button size="sm" variant="ghost" onClick={onMore}>
          {again}
        </Button>
      </div>
    </div>
  );
}
