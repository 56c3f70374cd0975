'use client';
import { QrCode } from 'lucide-react';
import { useRouter } from 'next/navigation';
import { useEffect, useTransition } from 'react';
import { Button } from '@/components/button';
import { classes } from '@/components/classes';
import { answered } from '@/components/form';
import { useStatus } from '@/components/status';
import { generatePix, lookAgain } from './actions';

/** Asks for the code when somebody wants to pay: a look at the page, or a robot's, makes none. */
export function GeneratePix({ token, again }: { token: string; again: boolean }) {
  const { tell } = useStatus();
  const [pending, start] = useTransition();
  const press = () => start(async () => tell(await answered(() => generatePix({ token }))));
  return (
    <div className={classes('grid gap-2 print:hidden', again ? 'mt-3' : 'mt-6 border-t border-line pt-6')}>
      <Button variant={again ? 'secondary' : 'primary'} pending={pending} onClick={press}>
        <QrCode aria-hidden />
        Gerar PIX
      </Button>
      {!again && <p className="text-center text-muted">O pagamento se confirma sozinho em instantes.</p>}
    </div>
  );
}

const LOOK_MS = 5_000;
const LOOK_FOR_MS = 20 * 60_000;

/** Shows the payment as soon as we know of it; *Já paguei* asks the provider at once. */
export function WatchPix({ token }: { token: string }) {
  const router = useRouter();
  const [pending, start] = useTransition();
  useEffect(() => {
    const until = performance.now() + LOOK_FOR_MS;
    const timer = setInterval(() => {
      if (document.visibilityState === 'visible' && performance.now() < until) router.refresh();
    }, LOOK_MS);
    return () => clearInterval(timer);
  }, [router]);
  const press = () =>
    start(async () => {
      await answered(() => lookAgain({ token }));
      router.refresh();
    });
  return (
    <div className="mt-4 grid gap-2 print:hidden">
      <Button pending={pending} onClick={press}>
        Já paguei
      </Button>
      <p className="text-center text-muted" aria-live="polite">
        Esperando o pagamento…
      </p>
    </div>
  );
}
