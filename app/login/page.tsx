import type { Metadata, Route } from 'next';
import { headers } from 'next/headers';
import { redirect } from 'next/navigation';
import { Mark } from '@/components/logo';
import { currentActor } from '@/lib/auth/gates';
import { demoLogin } from '@/lib/auth/queries';
import { safeReturn } from '@/lib/auth/rules';
import { LoginForm } from './login-form';

export const metadata: Metadata = { title: 'Entrar' };

export default async function LoginPage({ searchParams }: PageProps<'/login'>) {
  const { callbackUrl } = await searchParams;
  const path = safeReturn(typeof callbackUrl === 'string' ? callbackUrl : null);
  if (await currentActor()) redirect(path as Route);
  const demo = (await demoLogin((await headers()).get('host'), 'tv')) !== null;

  return (
    <main className="grid min-h-dvh grid-cols-[minmax(0,1fr)] place-items-center px-4 py-10">
      <div className="w-full max-w-sm">
        <div className="mb-6 flex flex-col items-center text-center">
          <Mark className="size-11" />
          <h1 className="mt-4 text-xl font-semibold text-ink">UltraGestor</h1>
          <p className="mt-1 text-muted text-pretty">
            Cada pagamento vira exatamente uma renovação, com prova.
          </p>
        </div>
        <div className="rounded-card border border-line bg-surface p-5 shadow-rest sm:p-6">
          <LoginForm callbackUrl={path} demo={demo} />
        </div>
        <p className="mt-5 text-center text-[0.8125rem] leading-5 text-faint text-pretty">
          Perdeu o acesso? Quem é responsável pela revenda redefine em Configurações, Pessoas e acessos.
        </p>
      </div>
    </main>
  );
}
