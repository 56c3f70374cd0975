import { PageHeader } from '@/components/page-header';
import { pageGate } from '@/lib/auth/gates';

export default async function DashboardPage() {
  const actor = await pageGate();
  return <PageHeader title="Painel" description={actor.reseller.name} />;
}
