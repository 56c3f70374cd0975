import type { Metadata } from 'next';
import { Badge } from '@/components/badge';
import { PageHeader } from '@/components/page-header';
import { DataTable } from '@/components/table';
import { pageGate } from '@/lib/auth/gates';
import { ROLE_NAMES } from '@/lib/auth/messages';
import { formatDateTime } from '@/lib/time';
import { listUsers } from '@/lib/users/queries';
import { manages } from '@/lib/users/rules';
import { AddUser } from './add-user';
import { ManageUser } from './manage-user';

export const metadata: Metadata = { title: 'Pessoas e acessos' };

const COLUMNS = [
  { key: 'name', header: 'Pessoa', primary: true },
  { key: 'role', header: 'Perfil' },
  { key: 'state', header: 'Acesso', card: 'corner' as const },
  { key: 'seen', header: 'Última entrada' },
  { key: 'manage', header: 'Ações', align: 'right' as const },
];

export default async function UsersPage() {
  const actor = await pageGate('owner');
  const users = await listUsers(actor.resellerId);
  return (
    <>
      <PageHeader
        title="Pessoas e acessos"
        description="Cada pessoa entra com o próprio e-mail e senha."
        back={{ href: '/settings', label: 'Configurações' }}
        actions={<AddUser />}
      />
      <DataTable
        caption="Pessoas desta revenda"
        columns={COLUMNS}
        rows={users.map((user) => ({
          id: user.id,
          cells: {
            name: <Person name={user.name} email={user.email} self={user.id === actor.userId} />,
            role: ROLE_NAMES[user.role],
            state: <Access disabled={user.disabledAt !== null} totp={user.totpEnabledAt !== null} />,
            seen: user.lastLoginAt
              ? formatDateTime(user.lastLoginAt, actor.reseller.timezone)
              : 'Nunca entrou',
            manage:
              user.id !== actor.userId && manages(actor, user.role) ? (
                <ManageUser
                  id={user.id}
                  name={user.name}
                  role={user.role}
                  enabled={user.disabledAt === null}
                />
              ) : null,
          },
        }))}
      />
    </>
  );
}

function Person({ name, email, self }: { name: string; email: string; self: boolean }) {
  return (
    <span className="block min-w-0">
      <span className="block wrap-break-word text-ink">
        {name}
        {self && <span className="font-normal text-faint"> (você)</span>}
      </span>
      <span className="block text-[0.8125rem] font-normal break-all text-muted">{email}</span>
    </span>
  );
}

function Access({ disabled, totp }: { disabled: boolean; totp: boolean }) {
  if (disabled) return <Badge tone="danger">Bloqueado</Badge>;
  return <Badge tone="success">{totp ? 'Liberado, duas etapas' : 'Liberado'}</Badge>;
}
