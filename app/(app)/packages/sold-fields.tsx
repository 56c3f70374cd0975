import { TextField } from '@/components/fields';
import { EXAMPLE } from '@/lib/packages/sale/rules';
import type { Country } from '@/lib/phone';

/** Whose package it is, and under which reference: the same in every form that makes one. */
export const SoldFields = ({ hint, country }: { hint: string; country: Country }) => (
  <>
    <TextField
      name="reference"
      label="Referência"
      hint={hint}
      autoComplete="off"
      spellCheck={false}
      maxLength={30}
    />
    <TextField
      name="number"
      label="Número"
      type="tel"
      inputMode="tel"
      autoComplete="off"
      placeholder={EXAMPLE[country]}
    />
  </>
);
