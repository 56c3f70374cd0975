/**
 * A number as a page for anybody with the link may show it: the first two and the last three of its national
 * digits, `84 ••• •456`.
 */
export function maskedNumber(digits: string): string {
  const hidden = Math.max(0, digits.length - 5);
  if (hidden === 0) return '•'.repeat(digits.length);
  const dots = '•'.repeat(hidden).replace(/(.{3})(?=.)/g, '$1 ');
  return `${digits.slice(0, 2)} ${dots}${digits.slice(-3)}`;
}
