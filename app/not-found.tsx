import type { Metadata } from 'next';
import NotFoundInside from './(app)/not-found';

export const metadata: Metadata = { title: 'Não encontrado' };

/** The same page where no navigation stands round it. */
export default function NotFound() {
  return (
    <main>
      <NotFoundInside />
    </main>
  );
}
