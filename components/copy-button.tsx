'use client';
import { Check, Copy } from 'lucide-react';
import { useEffect, useState } from 'react';
import { Button } from './button';
import { useStatus } from './status';

/** Copies a text; the button itself says that it worked. */
export function CopyButton({ text, label = 'Copiar' }: { text: string; label?: string }) {
  const [copied, setCopied] = useState(false);
  const { fail } = useStatus();
  useEffect(() => {
    if (!copied) return;
    const timer = setTimeout(() => setCopied(false), 2_000);
    return () => clearTimeout(timer);
  }, [copied]);
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(text);
      setCopied(true);
    } catch {
      fail('O navegador não deixou copiar. Selecione o texto e copie à mão.');
    }
  };
  return (
    <Button variant="ghost" size="sm" onClick={() => void copy()}>
      {copied ? <Check aria-hidden className="text-success" /> : <Copy aria-hidden />}
      <span aria-live="polite">{copied ? 'Copiado' : label}</span>
    </Button>
  );
}
