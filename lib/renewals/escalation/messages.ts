/** What the company reads on its own WhatsApp. `name` is the client who has waited longest. */
export const overdueAlert = (n: number, name: string): string =>
  [
    `⚠️ ${n === 1 ? 'Uma renovação paga está' : `${n} renovações pagas estão`} há mais de 48 horas sem prova do painel.`,
    n === 1 ? `Cliente: ${name}.` : `A mais antiga é de ${name}.`,
    'Abra Entregas no UltraGestor: lá está o que o painel respondeu e o que dá para fazer.',
  ].join('\n');

export const overdueBanner = (n: number): string =>
  n === 1
    ? 'Uma renovação paga está há mais de 48 horas sem prova do painel.'
    : `${n} renovações pagas estão há mais de 48 horas sem prova do painel.`;
