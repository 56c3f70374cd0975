'use client';
import { Printer } from 'lucide-react';
import { Button } from './button';

/** Prints the page; the browser's own menu does the same without script. */
export const PrintButton = () => (
  <Button
    variant="ghost"
    size="sm"
    className="justify-self-center print:hidden"
    onClick={() => window.print()}
  >
    <Printer aria-hidden />
    Imprimir
  </Button>
);
