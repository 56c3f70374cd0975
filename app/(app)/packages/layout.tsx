import type { ReactNode } from 'react';
import { pageGate } from '@/lib/auth/gates';
import { allows } from '@/lib/auth/rules';
import { SectionNav } from './section-nav';

/** Every page of the packages, under one row of links. */
export default async function PackagesLayout({ children }: { children: ReactNode }) {
  const { role } = await pageGate();
  return (
    <>
      <SectionNav rules={allows(role, 'owner')} />
      {children}
    </>
  );
}
