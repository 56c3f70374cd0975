import { ButtonLink } from '@/components/button';

type Props = { reason: string | null; clientId: string; serverId: string };

/** The way to the page where the reason of a refusal is mended; nothing where the panel alone can. */
export function MendLink({ reason, clientId, serverId }: Props) {
  const place = reason === null ? undefined : PLACE[reason];
  if (!place) return null;
  const { href, label } = {
    plans: { href: '/plans', label: 'Abrir Planos' },
    client: { href: `/clients/${clientId}`, label: 'Abrir o cliente' },
    server: { href: `/servers/${serverId}`, label: 'Abrir o servidor' },
  }[place];
  return (
    <ButtonLink size="sm" href={href}>
      {label}
    </ButtonLink>
  );
}

const PLACE: Record<string, 'plans' | 'client' | 'server'> = {
  package_gone: 'plans',
  package_missing: 'plans',
  validation: 'client',
  unnamed: 'client',
  name_clash: 'client',
  customer_absent: 'client',
  not_ours: 'client',
  account_not_made: 'client',
  bad_token: 'server',
  wrong_path: 'server',
  not_a_panel: 'server',
  moved: 'server',
  address_refused: 'server',
  user_not_found: 'server',
  panel_off: 'server',
  other_panel: 'server',
  no_panel: 'server',
};
