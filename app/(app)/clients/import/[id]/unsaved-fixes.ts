'use client';
import { useEffect, useId } from 'react';
import { useUnsaved } from '@/components/unsaved';
import { type ActionResult, done } from '@/lib/result';

/** What is typed or chosen on the dry run and not saved yet, each with the way to save it. */
const waiting = new Map<string, () => Promise<ActionResult>>();

/** Keeps a correction from being lost: leaving the page asks first, and starting the import saves it first. */
export function useUnsavedFix(unsaved: boolean, save: () => Promise<ActionResult>): void {
  const key = useId();
  useUnsaved(unsaved);
  // Each time anew: how it is saved depends on what is shown.
  useEffect(() => {
    if (!unsaved) return;
    waiting.set(key, save);
    return () => void waiting.delete(key);
  });
}

/** Saves every waiting correction and says how many they were; the first refusal ends it. */
export async function saveFixes(): Promise<ActionResult<number>> {
  const all = [...waiting.values()];
  for (const save of all) {
    const saved = await save();
    if (!saved.ok) return saved;
  }
  return done(all.length);
}
