'use client';
import type { ComponentProps } from 'react';
import ErrorInside from './(app)/error';

/** The same page where no navigation stands round it. */
export default function ErrorPage(props: ComponentProps<typeof ErrorInside>) {
  return (
    <main>
      <ErrorInside {...props} />
    </main>
  );
}
