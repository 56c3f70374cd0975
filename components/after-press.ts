'use client';

let pressed = false;
if (typeof window !== 'undefined') {
  window.addEventListener('pointerdown', () => (pressed = true), true);
  for (const end of ['pointerup', 'pointercancel'])
    window.addEventListener(end, () => (pressed = false), true);
}

const SETTLED_MS = 80;

/**
 * Runs `work` once no finger or mouse button is down. A sentence that appears when a field is left moves what
 * is below it: between the press and the release that would carry the pressed button away from the pointer,
 * and the click would be lost.
 */
export function afterPress(work: () => void): void {
  if (!pressed) return void setTimeout(work, SETTLED_MS);
  const done = () => {
    window.removeEventListener('pointerup', done);
    window.removeEventListener('pointercancel', done);
    setTimeout(work, SETTLED_MS);
  };
  window.addEventListener('pointerup', done);
  window.addEventListener('pointercancel', done);
}
