'use client';
import { ShieldCheck } from 'lucide-react';
import Image from 'next/image';
import { useState } from 'react';
import { Badge } from '@/components/badge';
import { Button } from '@/components/button';
import { CopyButton } from '@/components/copy-button';
import { TextField } from '@/components/fields';
import { answered, Form, FormError, NO_ANSWER, SubmitButton, useActionForm } from '@/components/form';
import { useStatus } from '@/components/status';
import { passwordProof, totpCode } from '@/lib/users/schema';
import { confirmTotp, startTotp, turnOffTotp } from './actions';

type Enrolment = { secret: string; qr: string };

/** Off: start, scan, confirm with a code. */
export function TotpOn() {
  const [enrolment, setEnrolment] = useState<Enrolment | null>(null);
  const [pending, setPending] = useState(false);
  const { tell } = useStatus();
  const begin = async () => {
    setPending(true);
    const result = await answered(() => startTotp({}), NO_ANSWER);
    setPending(false);
    if (result.ok) setEnrolment(result.data);
    else tell(result);
  };
  if (enrolment) return <Scan {...enrolment} onCancel={() => setEnrolment(null)} />;
  return (
    <>
      <p className="max-w-prose text-muted">
        Além da senha, a entrada pede um código de 6 números de um aplicativo como Google Authenticator ou
        Microsoft Authenticator. Quem descobrir a sua senha não entra.
      </p>
      <Button className="mt-4" pending={pending} onClick={() => void begin()}>
        <ShieldCheck aria-hidden />
        Ligar verificação
      </Button>
    </>
  );
}

function Scan({ secret, qr, onCancel }: Enrolment & { onCancel: () => void }) {
  const form = useActionForm({ schema: totpCode, action: confirmTotp, defaults: { code: '' } });
  return (
    <div className="grid gap-5 sm:grid-cols-[auto_1fr] sm:gap-6">
      {/* The code needs its white ground in the dark theme too. */}
      <Image
        src={qr}
        width={184}
        height={184}
        alt="Código QR para o aplicativo de autenticação"
        className="rounded-control border border-line bg-white"
      />
      <div className="min-w-0">
        <p className="text-muted">Leia o código QR com o aplicativo. Se não puder, digite nele esta chave:</p>
        <p className="mt-2 flex flex-wrap items-center gap-2">
          <code className="tabular rounded-control bg-sunken px-2 py-1 break-all text-ink">{secret}</code>
          <CopyButton text={secret} />
        </p>
        <Form form={form} className="mt-4 grid gap-4">
          <TextField
            name="code"
            label="Código do aplicativo"
            inputMode="numeric"
            autoComplete="one-time-code"
            maxLength={7}
            autoFocus
          />
          <FormError />
          <div className="flex flex-wrap gap-2">
            <SubmitButton>Confirmar código</SubmitButton>
            <Button variant="ghost" onClick={onCancel}>
              Cancelar
            </Button>
          </div>
        </Form>
      </div>
    </div>
  );
}

/** On: since when, and the way off, for whoever knows the password. */
export function TotpOff({ since }: { since: string }) {
  const [asking, setAsking] = useState(false);
  const form = useActionForm({ schema: passwordProof, action: turnOffTotp, defaults: { password: '' } });
  return (
    <>
      <p className="flex flex-wrap items-center gap-2 text-muted">
        <Badge tone="success" icon={ShieldCheck}>
          Ligada
        </Badge>
        desde {since}
      </p>
      <p className="mt-3 max-w-prose text-muted">
        Perdeu o aplicativo? Outra pessoa responsável redefine o seu acesso em Pessoas e acessos; quem
        instalou o sistema também pode, com <code>npm run admin -- reset-password</code>.
      </p>
      {asking ? (
        <Form form={form} className="mt-4 grid gap-4">
          <TextField
            name="password"
            label="Senha atual"
            type="password"
            autoComplete="current-password"
            autoFocus
          />
          <FormError />
          <div className="flex flex-wrap gap-2">
            <SubmitButton variant="danger">Desligar</SubmitButton>
            <Button variant="ghost" onClick={() => setAsking(false)}>
              Cancelar
            </Button>
          </div>
        </Form>
      ) : (
        <Button className="mt-4" onClick={() => setAsking(true)}>
          Desligar verificação
        </Button>
      )}
    </>
  );
}
