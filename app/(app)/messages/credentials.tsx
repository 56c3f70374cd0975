'use client';
import { Eye } from 'lucide-react';
import { useEffect, useState } from 'react';
import { Button } from '@/components/button';
import { CopyButton } from '@/components/copy-button';
import { answered } from '@/components/form';
import { useStatus } from '@/components/status';
import { reveal } from './actions';
import { OpenWhatsapp } from './ready-actions';
import { WhatsappText } from './whatsapp-text';

const SHOWN_MS = 30_000;
type Shown = { text: string; link: string | null };

/** A text that holds the client's password: fetched on a click, forgotten after 30 s, in no HTML before. */
export function Credentials({ id, text }: { id: string; text: string }) {
  const [shown, setShown] = useState<Shown | null>(null);
  const [pending, setPending] = useState(false);
  const { tell } = useStatus();
  useEffect(() => {
    if (!shown) return;
    const timer = setTimeout(() => setShown(null), SHOWN_MS);
    return () => clearTimeout(timer);
  }, [shown]);
  const show = async () => {
    setPending(true);
    const result = await answered(() => reveal({ id }));
    setPending(false);
    if (result.ok) setShown(result.data);
    else tell(result);
  };
  return (
    <div className="grid gap-3">
      <p className="rounded-control bg-sunken px-3 py-2.5 text-ink">
        {/* The password is shown letter by letter: an asterisk in it is no sign of bold. */}
        {shown ? (
          <span className="wrap-break-word whitespace-pre-wrap">{shown.text}</span>
        ) : (
          <WhatsappText text={text} />
        )}
      </p>
      <div className="flex flex-wrap items-center gap-2">
        {shown ? (
          <>
            {shown.link && <OpenWhatsapp href={shown.link} />}
            <CopyButton text={shown.text} />
            <p className="text-[0.8125rem] text-muted">Some em 30 segundos.</p>
          </>
        ) : (
          <Button
            size="sm"
            variant="primary"
            className="max-sm:w-full"
            pending={pending}
            onClick={() => void show()}
          >
            <Eye aria-hidden />
            Mostrar com credenciais
          </Button>
        )}
      </div>
    </div>
  );
}
