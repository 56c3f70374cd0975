export type Person = { name: string; username: string; phone: string | null; plan: number; days: number };

const NAMES = [
  'Adriana Souza',
  'Alexandre Pires',
  'Aline Barbosa',
  'Beatriz Nogueira',
  'Bruno Carvalho',
  'Camila Duarte',
  'Carlos Eduardo Lima',
  'Cláudia Ramos',
  'Daniel Teixeira',
  'Débora Antunes',
  'Diego Monteiro',
  'Eduardo Farias',
  'Elaine Cristina Rocha',
  'Fábio Mendes',
  'Fernanda Albuquerque',
  'Gabriel Siqueira',
  'Gustavo Peixoto',
  'Helena Vasconcelos',
  'Igor Santana',
  'Isabela Freitas',
  'João Victor Amaral',
  'José Carlos Moura',
  'Juliana Prado',
  'Karina Lopes',
  'Larissa Guimarães',
  'Leandro Batista',
  'Luciana Campos',
  'Marcelo Tavares',
  'Márcia Regina Dias',
  'Mateus Figueiredo',
  'Natália Queiroz',
  'Otávio Brandão',
  'Patrícia Sampaio',
  'Paulo Henrique Reis',
  'Rafael Coutinho',
  'Renata Magalhães',
  'Sérgio Bittencourt',
  'Tatiane Moraes',
  'Vinícius Aguiar',
  'Yasmin Cordeiro',
];

/** Whose plan is which of the seed's five; most people take the monthly one. */
const PLANS_TAKEN = [0, 0, 1, 0, 2, 0, 1, 3, 4];

/** Days from today to each one's expiry: expired, due today, due soon, quiet. */
const EXPIRIES = [-12, -6, -3, -1, 0, 0, 0, 0, 1, 2, 3, 3, 5, 6, 8, 9].concat(
  Array.from({ length: 24 }, (_, i) => 11 + ((i * 7) % 19)),
);

/** The demo's clients: always the same people, so that a seed that was killed can go on. */
export const PEOPLE: Person[] = NAMES.map((name, i) => ({
  name,
  username: fold(name.split(' ').slice(0, 2).join('')).concat(String(10 + i)),
  // One without a phone: its message says so.
  phone: i === 9 ? null : `+55119${String(90_010_000 + i * 137).padStart(8, '0')}`,
  plan: PLANS_TAKEN[i % PLANS_TAKEN.length] ?? 0,
  days: EXPIRIES[i] ?? 15,
}));

function fold(text: string): string {
  return text
    .normalize('NFD')
    .replace(/[^A-Za-z]/g, '')
    .toLowerCase();
}
