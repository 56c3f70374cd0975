import type { ReactNode } from 'react';
import { pageGate } from '@/lib/auth/gates';
import { allows } from '@/lib/auth/rules';
import { WhatsappSilence } from '../whatsapp-silence';
import { SectionNav } from './section-nav';

/** Every page of the packages, under one row of links. */
export default async function PackagesLayout({ children }: { children: ReactNode }) {
  const { role, resellerId } = await pageGate();
  return (
    <>
      <SectionNav rules={allows(role, 'owner')} />
      <WhatsappSilence resellerId={resellerId} role={role} now={new Date()} />
      {children}
    </>
  );
}
