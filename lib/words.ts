/** A text with a capital first letter: reasons are kept so that they can also stand inside a sentence. */
export const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
