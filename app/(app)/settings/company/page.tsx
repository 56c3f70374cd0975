import type { Metadata } from 'next';
import { Card } from '@/components/card';
import { PageHeader } from '@/components/page-header';
import { pageGate } from '@/lib/auth/gates';
import { companyOf } from '@/lib/resellers/queries';
import { ZONES } from '@/lib/resellers/rules';
import { CompanyForm } from './company-form';

export const metadata: Metadata = { title: 'Empresa' };

export default async function CompanyPage() {
  const actor = await pageGate('owner');
  const { country, currency, ...company } = await companyOf(actor.resellerId);
  return (
    <>
      <PageHeader
        title="Empresa"
        description={country === 'BR' ? 'Brasil, valores em reais.' : 'Moçambique, valores em meticais.'}
        back={{ href: '/settings', label: 'Configurações' }}
      />
      <div className="max-w-2xl">
        <Card>
          <CompanyForm
            pix={currency === 'BRL'}
            zones={ZONES[country]}
            defaults={{
              ...company,
              phone: company.phone ?? '',
              pixKey: company.pixKey ?? '',
              pixCity: company.pixCity ?? '',
            }}
          />
        </Card>
      </div>
    </>
  );
}
