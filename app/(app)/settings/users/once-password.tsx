'use client';
import { Button } from '@/components/button';
import { CopyButton } from '@/components/copy-button';

/** A generated password, shown this once. */
export function OncePassword({ password, onClose }: { password: string; onClose: () => void }) {
  return (
    <div className="grid gap-4">
      <p className="text-muted">
        Passe esta senha à pessoa. Ela não aparece de novo; depois de entrar, pode ser trocada em Segurança.
      </p>
      <p className="flex flex-wrap items-center gap-2">
        <code className="tabular rounded-control bg-sunken px-3 py-2 text-base text-ink">{password}</code>
        <CopyButton text={password} />
      </p>
      <div>
        <Button variant="primary" onClick={onClose}>
          Pronto
        </Button>
      </div>
    </div>
  );
}
