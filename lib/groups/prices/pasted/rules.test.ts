import { describe, expect, test } from 'vitest';
import { readWords } from '../messages';
import { detectPrice, tableFault } from '../rules';
import { linesOf, readTable } from './rules';

/** channels.md section 3, word for word. */
const TYPICAL = `- Diários: 512=10, 1024=17, 1200=20, 2048=34, 2200=40, 3072=51, 4096=68, 5120=85, 6144=102, 7168=119, 8192=136, 9144=153, 10240=170
- 3 Dias Renováveis: 2000=44, 3000=66, 4000=88, 5000=109, 6000=133, 7000=149, 10000=219
- 5 Dias Renováveis: 1700=45, 2900=80, 3400=110, 5500=150, 7800=200, 11400=300
- 15 Dias Renováveis: 3000=100, 5000=149, 8000=201, 10000=231, 20000=352
- Mensais (GB): 12.8=270, 22.8=435, 32.8=605, 52.8=945, 60.2=1249, 80.2=1449, 100.2=1700; Diamante: 11=460, 24=820, 50=1550, 100=2250`;

const rowsOf = (text: string) =>
  readTable(text).rows.map((r) => `${r.mb}=${r.priceCents / 100}/${r.days ?? '-'}`);
const unreadOf = (text: string) => readTable(text).unread.map((u) => `${u.text}: ${u.why}`);

describe('the typical tables', () => {
  const read = readTable(TYPICAL);
  const under = (label: string) => read.rows.filter((r) => r.label.includes(label));

  test('every row of every section, with the days of its heading', () => {
    expect(under('Diários').map((r) => [r.mb, r.priceCents / 100])).toEqual([
      [512, 10],
      [1024, 17],
      [1200, 20],
      [2048, 34],
      [2200, 40],
      [3072, 51],
      [4096, 68],
      [5120, 85],
      [6144, 102],
      [7168, 119],
      [8192, 136],
      [9144, 153],
      [10240, 170],
    ]);
    expect(under('3 Dias').map((r) => [r.mb, r.priceCents / 100])).toEqual([
      [2000, 44],
      [3000, 66],
      [4000, 88],
      [5000, 109],
      [6000, 133],
      [7000, 149],
      [10000, 219],
    ]);
    expect(rowsOf(TYPICAL).slice(20, 31)).toEqual([
      '1700=45/5',
      '2900=80/5',
      '3400=110/5',
      '5500=150/5',
      '7800=200/5',
      '11400=300/5',
      '3000=100/15',
      '5000=149/15',
      '8000=201/15',
      '10000=231/15',
      '20000=352/15',
    ]);
    const gb = [12.8, 22.8, 32.8, 52.8, 60.2, 80.2, 100.2];
    expect(under('Mensais').map((r) => r.mb)).toEqual(gb.map((n) => Math.round(n * 1024)));
    expect(new Set(under('Diários').map((r) => r.days))).toEqual(new Set([null]));
    expect(new Set(under('Mensais').map((r) => [r.days, r.sure].join()))).toEqual(new Set([',false']));
    expect(new Set(under('15 Dias').map((r) => [r.days, r.sure].join()))).toEqual(new Set(['15,true']));
  });

  test('Diamante under a heading of GB is GB without renewals, to be looked at', () => {
    expect(read.rows).toHaveLength(42);
    expect(read.unread).toEqual([]);
    expect(under('Diamante').map((r) => [r.mb, r.priceCents / 100, r.days, r.sure])).toEqual([
      [11_264, 460, null, false],
      [24_576, 820, null, false],
      [51_200, 1_550, null, false],
      [102_400, 2_250, null, false],
    ]);
  });

  test.each([
    [
      'under Mensais, each with its unit',
      'Mensais\n12.8GB = 270\n💎 *DIAMANTE*\n11GB = 460MT',
      ['13107=270/-', '11264=460/-'],
    ],
    [
      'where Mensais renew the days are asked for',
      'Mensais renováveis (GB)\n12.8=270\nDiamante\n11=460',
      ['13107=270/30', '11264=460/ask'],
    ],
    ['a unit that is missing is not guessed', 'Mensais\n12.8GB = 270\nDiamante\n11 = 460', ['13107=270/-']],
    [
      'behind a heading of GB on one line',
      'Mensais (GB)\nDiamante 11=460, 24=820',
      ['11264=460/-', '24576=820/-'],
    ],
    ['a game’s diamonds', 'Mensais (GB)\n12.8=270\nDiamantes Free Fire: 100=120, 310=350', ['13107=270/-']],
    ['under days', '3 dias renováveis\n2000=44\nDiamante: 11=460', ['2000=44/3']],
    ['alone', 'Diamante: 11GB=460', []],
  ])('Diamante %s', (_, text, rows) => expect(rowsOf(text)).toEqual(rows));

  test('149 MT buys two things: the table cannot be saved, and the payment goes to a person', () => {
    const rows = read.rows.flatMap((r) => (r.days === 'ask' ? [] : [{ ...r, days: r.days, chosen: false }]));
    expect(tableFault(rows, [])).toEqual({ kind: 'tie', priceCents: 14_900 });
    expect(tableFault(rows, [14_900])).toBeNull();
    expect(detectPrice(rows, 14_900)).toMatchObject({ kind: 'many', rows: [{ mb: 7000 }, { mb: 5000 }] });
    const decided = rows.map((r) => ({ ...r, chosen: r.priceCents === 14_900 && r.days === 15 }));
    expect(tableFault(decided, [])).toBeNull();
    expect(detectPrice(decided, 14_900)).toMatchObject({ kind: 'one', row: { mb: 5000, days: 15 } });
    expect(tableFault([...decided, ...decided.filter((r) => r.chosen)], [])).toMatchObject({ kind: 'twice' });
  });

  test.each([4300, 4450, 4501, 10_950, 14_800, 15_100, 20_050, 1])('%i centavos buy nothing', (cents) => {
    const rows = read.rows.flatMap((r) => (r.days === 'ask' ? [] : [{ ...r, days: r.days, chosen: false }]));
    expect(detectPrice(rows, cents)).toEqual({ kind: 'none' });
  });
});

describe('as groups write', () => {
  test.each([
    ['10 GB = 170MT', '10240=170/ask'],
    ['1024=17', '1024=17/ask'],
    ['12.8GB … 270MT', '13107=270/ask'],
    ['12,8 gb ........ 270,00 MT', '13107=270/ask'],
    ['✅ *512MB* ➡️ 10MT 🔥', '512=10/ask'],
    ['• 1GB 👉 17 Meticais', '1024=17/ask'],
    ['1️⃣ 2.048 MB — 34mt', '2048=34/ask'],
    ['2) 10.240 megas por 170 MT', '10240=170/ask'],
    ['17MT: 1024MB', '1024=17/ask'],
    ['MT 1,250 = 100 GB', '102400=1250/ask'],
    ['𝟱𝟭𝟮𝗠𝗕 = 𝟭𝟬𝗠𝗧', '512=10/ask'],
    ['5120MB 85MT', '5120=85/ask'],
    ['1024\t17', '1024=17/ask'],
    ['Pacote de 3000MB = 66 MT (3 dias renováveis)', '3000=66/3'],
    ['512MB = 12,5', '512=12.5/ask'],
  ])('%s', (text, row) => {
    expect([rowsOf(text), unreadOf(text)]).toEqual([[row], []]);
  });

  test.each([
    ['DIÁRIOS 🌞', '-', true],
    ['*Pacotes diarios 24h*', '-', true],
    ['📅 3 DIAS RENOVÁVEIS 📅', '3', true],
    ['5 dias', '5', false],
    ['Quinze dias (renovável)', '15', true],
    ['30 dias', '30', false],
    ['MENSAIS', '-', false],
    ['Mensais renováveis', '30', true],
    ['Semanal', '-', false],
    ['Semanal com renovação', '7', true],
    ['7 dias sem renovação', '-', true],
    ['Mensal (30 dias)', 'ask', false],
    ['3 ou 5 dias renováveis', 'ask', false],
    ['Renováveis', 'ask', false],
    ['400 dias', 'ask', false],
    ['MEGAS VODACOM', 'ask', false],
  ])('under %s: %s', (heading, days, sure) => {
    expect(rowsOf(`${heading}\n2000MB = 44MT`)).toEqual([`2000=44/${days}`]);
    expect(readTable(`${heading}\n2000MB = 44MT`).rows[0]?.sure).toBe(sure);
  });

  test('a pasted poster: titles, second lines, decoration and a contact', () => {
    const text = `🔥🔥 *TABELA DE PREÇOS* 🔥🔥
━━━━━━━━━━━━━━━

📅 *3 DIAS RENOVÁVEIS*
_Receba 100MB todos os dias_
✅ 2000MB = 44MT
✅ 3 GB = 66MT
ESPECIAIS
✅ 9000MB = 99MT
💎 *Diamante*
11GB = 460MT
Plano família
24GB = 820MT
*5 dias*
Renovação diária às 08h
1700=45
Pagamentos: 84 512 3456 (M-Pesa)`;
    expect(rowsOf(text)).toEqual(['2000=44/3', '3072=66/3', '9000=99/ask', '1700=45/ask']);
    const labels = ['3 DIAS RENOVÁVEIS', '3 DIAS RENOVÁVEIS', 'ESPECIAIS', '5 dias'];
    expect(readTable(text).rows.map((row) => row.label)).toEqual(labels);
    expect(unreadOf(text)).toEqual([
      '🔥🔥 *TABELA DE PREÇOS* 🔥🔥: text',
      '_Receba 100MB todos os dias_: unclear',
      'ESPECIAIS: text',
      '💎 *Diamante*: other',
      '11GB = 460MT: other',
      'Plano família: other',
      '24GB = 820MT: other',
      'Pagamentos: 84 512 3456 (M-Pesa): unclear',
    ]);
  });
});

describe('a heading and its rows on one line', () => {
  test.each([
    ['3 dias renovaveis 2000=44, 3000=66', ['2000=44/3', '3000=66/3']],
    ['*Diários* 512MB = 10MT, 1024 = 17', ['512=10/-', '1024=17/-']],
    ['✅ 5 dias 1700=45 | 2900=80', ['1700=45/5', '2900=80/5']],
    ['Mensais (GB) 12.8=270, 22.8=435', ['13107=270/-', '23347=435/-']],
    ['3 dias renováveis 2000=44; 5 dias renováveis 1700=45', ['2000=44/3', '1700=45/5']],
    ['Renovável 3 dias 2000=44', ['2000=44/3']],
    ['3 ou 5 dias 2000=44, 3000=66', ['2000=44/ask', '3000=66/ask']],
  ])('%s', (text, rows) => expect([rowsOf(text), unreadOf(text)]).toEqual([rows, []]));

  test('what is no MB takes its rows with it', () => {
    expect(rowsOf('3 dias renováveis\n2000=44\nSaldo 50=45, 100=90')).toEqual(['2000=44/3']);
  });

  test('a row that ends with its days stays one', () => {
    expect(rowsOf('2000MB = 44MT 3 dias')).toEqual(['2000=44/3']);
    expect(rowsOf('Receba 100 megas por dia 44MT')).toEqual([]);
  });
});

test('a line of several pieces is one line; a text without a price says so', () => {
  const read = readTable('bom dia, tudo bem?\nhoje promo');
  expect([read.rows, read.unread.length, linesOf(read.unread)]).toEqual([[], 3, [1, 2]]);
  expect(readWords(read, true)).toContain('continuam como estavam');
  const some = readTable('3 dias renováveis\n2000=44\nbom dia, tudo bem?\nhoje promo');
  expect(readWords(some, true)).toBe('1 preço lido; 2 linhas não viraram preço. Nada foi salvo ainda.');
});

test('a line that is no price is no title of the section behind it', () => {
  const text = '3 Dias Renováveis\n2000=44\nlinha estranha 44\n15 Dias Renováveis\n5000=149';
  expect(readTable(text).rows.map((row) => [row.label, row.days])).toEqual([
    ['3 Dias Renováveis', 3],
    ['15 Dias Renováveis', 15],
  ]);
  expect(unreadOf(text)).toEqual(['linha estranha 44: unclear']);
});
