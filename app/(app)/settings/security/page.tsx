import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { Card } from '@/components/card';
import { PageHeader } from '@/components/page-header';
import { pageGate } from '@/lib/auth/gates';
import { formatDateTime } from '@/lib/time';
import { ownSecurity } from '@/lib/users/queries';
import { LeaveEverywhere } from './leave-everywhere';
import { PasswordForm } from './password-form';
import { TotpOff, TotpOn } from './totp';

export const metadata: Metadata = { title: 'Segurança' };

export default async function SecurityPage() {
  const actor = await pageGate();
  const own = await ownSecurity(actor.resellerId, actor.userId);
  if (!own) notFound();
  return (
    <>
      <PageHeader
        title="Segurança"
        description={`A conta de ${own.email}.`}
        back={{ href: '/settings', label: 'Configurações' }}
      />
      <div className="grid max-w-2xl gap-5">
        <Card title="Verificação em duas etapas">
          {own.totpEnabledAt ? (
            <TotpOff since={formatDateTime(own.totpEnabledAt, actor.reseller.timezone)} />
          ) : (
            <TotpOn />
          )}
        </Card>
        <Card title="Alterar a senha">
          <PasswordForm />
        </Card>
        <Card title="Aparelhos">
          <LeaveEverywhere />
        </Card>
      </div>
    </>
  );
}
