/** A text with a capital first letter: reasons are kept so that they can also stand inside a sentence. */
export const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

/** `1 cliente`, `1.234 clientes`. */
export const people = (n: number): string =>
  n === 1 ? '1 cliente' : `${n.toLocaleString('pt-BR')} clientes`;
