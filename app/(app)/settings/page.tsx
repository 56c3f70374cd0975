import {
  Building2,
  ChevronRight,
  History,
  type LucideIcon,
  MessageCircle,
  QrCode,
  ShieldCheck,
  UsersRound,
} from 'lucide-react';
import type { Metadata, Route } from 'next';
import Link from 'next/link';
import { PageHeader } from '@/components/page-header';
import { pageGate } from '@/lib/auth/gates';
import { allows, type Role } from '@/lib/auth/rules';

export const metadata: Metadata = { title: 'Configurações' };

type Section = { href: string; title: string; text: string; icon: LucideIcon; least: Role };

const SECTIONS: Section[] = [
  {
    href: '/settings/company',
    title: 'Empresa',
    text: 'Nome, fuso, chave PIX e como as faturas e renovações são feitas.',
    icon: Building2,
    least: 'owner',
  },
  {
    href: '/settings/users',
    title: 'Pessoas e acessos',
    text: 'Quem entra nesta revenda e o que pode fazer.',
    icon: UsersRound,
    least: 'owner',
  },
  {
    href: '/settings/whatsapp',
    title: 'WhatsApp',
    text: 'O número que envia as mensagens e os textos de cada aviso.',
    icon: MessageCircle,
    least: 'owner',
  },
  {
    href: '/settings/payments',
    title: 'Pagamentos',
    text: 'O Mercado Pago, para o PIX da fatura se confirmar e renovar sozinho.',
    icon: QrCode,
    least: 'owner',
  },
  {
    href: '/settings/security',
    title: 'Segurança',
    text: 'A sua senha, a verificação em duas etapas e os seus aparelhos.',
    icon: ShieldCheck,
    least: 'viewer',
  },
  {
    href: '/settings/runs',
    title: 'Execuções',
    text: 'Cada volta do trabalho automático: o que fez, o que pulou e o que falhou.',
    icon: History,
    least: 'operator',
  },
];

export default async function SettingsPage() {
  const actor = await pageGate();
  return (
    <>
      <PageHeader title="Configurações" />
      <ul className="grid gap-3 sm:grid-cols-2">
        {SECTIONS.filter((section) => allows(actor.role, section.least)).map((section) => (
          <SectionCard key={section.href} {...section} />
        ))}
      </ul>
    </>
  );
}

function SectionCard({ href, title, text, icon: Icon }: Section) {
  return (
    <li className="relative flex items-start gap-4 rounded-card border border-line bg-surface p-4 shadow-rest transition-colors duration-100 hover:border-edge hover:bg-sunken sm:p-5">
      <span
        aria-hidden
        className="grid size-10 shrink-0 place-items-center rounded-control bg-accent-soft text-accent"
      >
        <Icon className="size-5" />
      </span>
      <div className="min-w-0 flex-1">
        <h2 className="font-semibold">
          <Link href={href as Route} className="covers text-ink">
            {title}
          </Link>
        </h2>
        <p className="mt-0.5 text-muted text-pretty">{text}</p>
      </div>
      <ChevronRight aria-hidden className="mt-2.5 size-5 shrink-0 text-faint" />
    </li>
  );
}
