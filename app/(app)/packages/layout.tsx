import type { ReactNode } from 'react';
import { SectionNav } from './section-nav';

/** Every page of the packages, under one row of links. */
export default function PackagesLayout({ children }: { children: ReactNode }) {
  return (
    <>
      <SectionNav />
      {children}
    </>
  );
}
