import { describe, expect, test } from 'vitest';
import { readTable } from '../pasted/rules';

const rowsOf = (text: string) =>
  readTable(text).rows.map((r) => `${r.mb}=${r.priceCents / 100}/${r.days ?? '-'}`);
const unreadOf = (text: string) => readTable(text).unread.map((u) => `${u.text}: ${u.why}`);

describe('what is not read is listed, never guessed', () => {
  test.each([
    ['1024 17', 'unclear'],
    ['512MB = 10MT 9MT', 'unclear'],
    ['512MB = ~20MT~ 10MT', 'unclear'],
    ['512MB', 'unclear'],
    ['10MT = 20MT', 'unclear'],
    ['1GB = 2GB', 'unclear'],
    ['1.024GB = 17MT', 'unit'],
    ['12.8 = 270', 'unit'],
    ['512.5MB = 10MT', 'unit'],
    ['512MB = 0MT', 'unit'],
    ['17 = 1024', 'reversed'],
    ['100 minutos = 50MT', 'other'],
    ['1GB = 17MT + 50 sms', 'other'],
    ['Chamadas ilimitadas 100MT', 'other'],
    ['500=10,512=20', 'reversed'],
    ['99000=10,512=20', 'unclear'],
    ['1️⃣0️⃣MT = 512MB', 'unclear'],
    ['21/11', 'unclear'],
    ['08:00 - 20:00', 'unit'],
    ['Bom dia a todos', 'text'],
  ])('%s: %s', (text, why) => {
    expect([rowsOf(text), readTable(text).unread.map((u) => u.why)]).toEqual([[], [why]]);
  });

  test('the same row again is listed as such, and days that contradict the heading are asked for', () => {
    expect(unreadOf('Diários\n1024=17\n1GB = 17MT')).toEqual(['1GB = 17MT: twice']);
    expect(rowsOf('3 dias renováveis\n2000MB = 44MT (5 dias)')).toEqual(['2000=44/ask']);
    expect(rowsOf('3 dias renováveis\nCada bloco vale 24h\n2000MB = 44MT')).toEqual(['2000=44/ask']);
  });

  test('property: each line with letters or digits ends as a row, a heading or a listed line; numbers are the line’s own', () => {
    const random = seeded(7);
    const pick = <T>(from: readonly T[]) => from[Math.floor(random() * from.length)] as T;
    const bits = [
      '1024',
      '17',
      '3',
      '12.8',
      '1,250',
      '=',
      '-',
      ' ',
      'MB',
      'GB',
      'MT',
      ' dias',
      'renov',
      '✅',
      '(',
      ')',
      ', ',
      'x',
      ':',
      ';',
      '|',
    ];
    for (let i = 0; i < 3_000; i++) {
      const line = Array.from({ length: 1 + Math.floor(random() * 9) }, () => pick(bits)).join('');
      const read = readTable(line);
      for (const row of read.rows) {
        const whole = new Set(
          [...line.matchAll(/\d[\d.,]*/g)].flatMap(([n]) => forms(n.replace(/[.,]+$/, ''))),
        );
        expect([line, whole.has(row.priceCents)]).toEqual([line, true]);
        expect([line, whole.has(row.mb) || whole.has(Math.round((row.mb / 1024) * 10) / 10)]).toEqual([
          line,
          true,
        ]);
      }
      if (/[\p{L}\d]/u.test(line) && read.rows.length + read.unread.length === 0)
        expect([line, /dias|renov/.test(line)]).toEqual([line, true]);
    }
  });
});

/** What a written number may stand for: itself and as centavos. */
function forms(text: string): number[] {
  const grouped = Number(text.replace(/[.,]/g, ''));
  const decimal = Number(text.replace(',', '.'));
  return [grouped, decimal, grouped * 100, Math.round(decimal * 100)];
}

function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}
