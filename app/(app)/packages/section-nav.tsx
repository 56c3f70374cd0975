'use client';
import { usePathname } from 'next/navigation';
import { useEffect, useRef } from 'react';
import { Tabs } from '@/components/filters';

/** "Lista": the name *Pacotes* belongs to the navigation, once per page. */
const SECTIONS = [
  { label: 'Lista', href: '/packages' },
  { label: 'Amanhã', href: '/packages/tomorrow' },
  { label: 'Comprovantes', href: '/packages/receipts' },
  { label: 'Grupos e preços', href: '/packages/groups' },
  { label: 'Planilha', href: '/packages/sheet' },
  { label: 'Relatório', href: '/packages/reports' },
  { label: 'Console', href: '/packages/console' },
];
const RULES = { label: 'Regras', href: '/packages/settings' };

/** The pages of the packages. On a phone the row scrolls within itself; the current one is brought into view. The rules are the owner's. */
export function SectionNav({ rules }: { rules: boolean }) {
  const path = usePathname();
  // A package's own page belongs to the list.
  const sections = rules ? [...SECTIONS, RULES] : SECTIONS;
  const current =
    sections.findLast((s) => s.href !== '/packages' && (path === s.href || path.startsWith(`${s.href}/`)))
      ?.href ?? '/packages';
  const row = useRef<HTMLDivElement>(null);
  // Not scrollIntoView, which would move the page too.
  useEffect(() => {
    const [nav, link] = [
      row.current?.querySelector('nav'),
      row.current?.querySelector(`a[href="${current}"]`),
    ];
    if (!nav || !link) return;
    const [of, at] = [nav.getBoundingClientRect(), link.getBoundingClientRect()];
    nav.scrollLeft += at.left - of.left - (of.width - at.width) / 2;
  }, [current]);
  return (
    <div ref={row} className="-mt-2 mb-5 print:hidden">
      <Tabs label="Seções dos pacotes" items={sections.map((s) => ({ ...s, current: s.href === current }))} />
    </div>
  );
}
