/** A place in the built-in book's lines: among the open ones, which come first, or among those confirmed. */
export type BookPlace = { open: boolean; id: string };

/** A place as text for the address bar. */
export const writePlace = ({ open, id }: BookPlace): string => `${open ? 'o' : 'c'}.${id}`;

/** The place a text names; null for anything that is none. */
export function readPlace(text: string | undefined): BookPlace | null {
  const match = /^([oc])\.([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$/.exec(text ?? '');
  return match?.[2] ? { open: match[1] === 'o', id: match[2] } : null;
}
