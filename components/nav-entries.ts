import {
  ChartColumn,
  CreditCard,
  House,
  type LucideIcon,
  MessageCircle,
  Package,
  ReceiptText,
  Server,
  Settings,
  Truck,
  Users,
} from 'lucide-react';
import type { Route } from 'next';

export type Entry = { label: string; href: Route; icon: LucideIcon; group: 'day' | 'base' | 'look' };

/** Names and addresses that scripts depend on (product.md section 13). */
export const ENTRIES: Entry[] = [
  { label: 'Painel', href: '/' as Route, icon: House, group: 'day' },
  { label: 'Clientes', href: '/clients' as Route, icon: Users, group: 'day' },
  { label: 'Faturas', href: '/invoices' as Route, icon: ReceiptText, group: 'day' },
  { label: 'Entregas', href: '/deliveries' as Route, icon: Truck, group: 'day' },
  { label: 'Mensagens', href: '/messages' as Route, icon: MessageCircle, group: 'day' },
  { label: 'Servidores', href: '/servers' as Route, icon: Server, group: 'base' },
  { label: 'Planos', href: '/plans' as Route, icon: CreditCard, group: 'base' },
  { label: 'Pacotes', href: '/packages' as Route, icon: Package, group: 'base' },
  { label: 'Relatórios', href: '/reports' as Route, icon: ChartColumn, group: 'look' },
  { label: 'Configurações', href: '/settings' as Route, icon: Settings, group: 'look' },
];

/** The four a thumb needs, in their order, by what is sold; the rest is under "Mais". */
export const THUMB = {
  accounts: ['/', '/clients', '/invoices', '/deliveries'],
  packages: ['/', '/packages', '/messages', '/deliveries'],
} as const;
export type Sells = keyof typeof THUMB;

/** The entries for a thumb and those under "Mais". */
export function thumbEntries(sells: Sells): { near: Entry[]; rest: Entry[] } {
  const near = THUMB[sells].flatMap((href) => ENTRIES.filter((e) => e.href === href));
  return { near, rest: ENTRIES.filter((e) => !near.includes(e)) };
}

/** Whether a page belongs to an entry: itself or anything below it. */
export const isCurrent = (path: string, href: string): boolean =>
  href === '/' ? path === '/' : path === href || path.startsWith(`${href}/`);
