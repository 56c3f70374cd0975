/** Puts a text where the cursor of the field inside `area` stands, and the cursor behind it. */
export function insertInto(
  area: HTMLElement | null,
  typed: string,
  text: string,
  put: (text: string) => void,
): void {
  const field = area?.querySelector('textarea');
  const [from, to] = [field?.selectionStart ?? typed.length, field?.selectionEnd ?? typed.length];
  put(typed.slice(0, from) + text + typed.slice(to));
  field?.focus();
  field?.setSelectionRange(from + text.length, from + text.length);
}
