'use client';
import { FileCheck, FileJson } from 'lucide-react';
import { useId } from 'react';
import { classes } from '@/components/classes';

type Props = {
  label: string;
  name: string;
  file: File | null;
  onPick: (file: File | null) => void;
  off: boolean;
};

/** One file to choose; the name it had in the old system is said, so that nobody takes the other. */
export function FilePick({ label, name, file, onPick, off }: Props) {
  const id = useId();
  const Icon = file ? FileCheck : FileJson;
  return (
    <label
      htmlFor={id}
      className={classes(
        'grid cursor-pointer justify-items-center gap-1 rounded-card border border-dashed border-edge px-4 py-6 text-center transition-colors duration-100 hover:bg-sunken has-focus-visible:outline-2 has-focus-visible:outline-offset-2 has-focus-visible:outline-accent',
        file && 'border-accent bg-accent-soft',
      )}
    >
      <Icon aria-hidden className="mb-2 size-6 text-accent" />
      <span className="font-medium text-ink">{label}</span>
      <span className="text-[0.8125rem] text-muted wrap-anywhere">{file?.name ?? name}</span>
      <input
        id={id}
        type="file"
        accept=".json,application/json"
        disabled={off}
        className="sr-only"
        onChange={({ target }) => onPick(target.files?.[0] ?? null)}
      />
    </label>
  );
}
