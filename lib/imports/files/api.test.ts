import { describe, expect, it } from 'vitest';
import { workbook, zipOf } from '../fake-workbook';
import { guessFields, sourceOf } from '../rules';
import { readTable } from './api';

const HEAD = ['Nome', 'Usuário', 'Validade'];
const ROW = ['João', 'joao1', '10/04/2026'];
const tableFrom = (text: string | Buffer) => {
  const read = readTable(Buffer.from(text));
  return read.ok ? [read.table.head, ...read.table.lines.map((l) => l.cells)] : read;
};
const joined = (by: string) => `${HEAD.join(by)}\r\n${ROW.join(by)}\r\n`;

describe('a file of clients', () => {
  it.each([';', ',', '\t', '|'])('is read whatever separates its cells: %j', (by) => {
    expect(tableFrom(joined(by))).toEqual([HEAD, ROW]);
    expect(tableFrom(`\ufeff${joined(by)}`)).toEqual([HEAD, ROW]);
    expect(tableFrom(`sep=${by}\n${joined(by)}`)).toEqual([HEAD, ROW]);
  });

  it('is read in the encodings of the region', () => {
    expect(tableFrom(Buffer.from(joined(';'), 'latin1'))).toEqual([HEAD, ROW]);
    const wide = Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(joined('\t'), 'utf16le')]);
    expect(tableFrom(wide)).toEqual([HEAD, ROW]);
    const windows = Buffer.concat([Buffer.from('nome;usuario\n'), Buffer.from([0x80, 0x41, 0x3b, 0x42])]);
    expect(tableFrom(windows)).toEqual([
      ['nome', 'usuario'],
      ['€A', 'B'],
    ]);
  });

  it('keeps decimal commas, line breaks and separators inside their cell', () => {
    expect(tableFrom('usuario;valor;obs\nana;35,90;"a;b\nc ""d"""\nrui;1,5;x\n')).toEqual([
      ['usuario', 'valor', 'obs'],
      ['ana', '35,90', 'a;b\nc "d"'],
      ['rui', '1,5', 'x'],
    ]);
  });

  it('takes off what keeps numbers as text, and only that', () => {
    expect(tableFrom(`usuario;fone;obs\n="00123";'+5511987654321;'aspas\n`)).toEqual([
      ['usuario', 'fone', 'obs'],
      ['00123', '+5511987654321', "'aspas"],
    ]);
  });

  it('counts lines as a spreadsheet does', () => {
    const read = readTable(Buffer.from('usuario;nome\n\n;\nana;Ana\n'));
    expect(read).toMatchObject({ ok: true, table: { lines: [{ n: 4, cells: ['ana', 'Ana'] }] } });
  });

  it('is refused in words when it is none', () => {
    expect(tableFrom('a'.repeat(2_000_001))).toMatchObject({ reason: 'too_big' });
    expect(tableFrom(`usuario\n${'a\n'.repeat(5_001)}`)).toMatchObject({ reason: 'too_many' });
    expect(tableFrom(`${'a;'.repeat(60)}b\n1;2`)).toMatchObject({ reason: 'too_wide' });
    expect(tableFrom('usuario;nome\n')).toMatchObject({ reason: 'empty' });
    expect(tableFrom('')).toMatchObject({ reason: 'empty' });
    expect(tableFrom('a;b\n"x;y\n')).toMatchObject({ reason: 'quotes', line: 2 });
    expect(tableFrom(Buffer.from([0xd0, 0xcf, 0x11, 0xe0, 1]))).toMatchObject({ reason: 'old_excel' });
    expect(tableFrom(Buffer.from('%PDF-1.7'))).toMatchObject({ reason: 'no_table' });
    expect(tableFrom(Buffer.from([1, 0, 2, 0]))).toMatchObject({ reason: 'no_table' });
  });
});

describe('a workbook', () => {
  const cells = (row: number, ...inner: string[]) => `<x:row r="${row}">${inner.join('')}</x:row>`;
  const shared = (at: string, i: number) => `<x:c r="${at}" t="s"><x:v>${i}</x:v></x:c>`;
  const head = cells(1, shared('A1', 0), shared('B1', 1), shared('C1', 2), shared('D1', 3));
  const strings = ['usuario', 'fone', 'vencimento', 'obs', 'ana &amp; rui'];

  it('gives shared and inline strings, long numbers, dates and the values of formulas', () => {
    const row = cells(
      7,
      '<x:c r="A7" t="inlineStr"><x:is><x:t>ana</x:t></x:is></x:c>',
      '<x:c r="B7"><x:v>5.5119876543E+12</x:v></x:c>',
      '<x:c r="C7" s="1"><x:v>46122</x:v></x:c>',
      shared('D7', 4),
    );
    const formula = cells(
      8,
      '<x:c r="A8" t="str"><x:f>"r"&amp;"ui"</x:f><x:v>rui</x:v></x:c>',
      '<x:c r="C8" s="1"><x:v>46122.5</x:v></x:c>',
    );
    expect(readTable(workbook(head + row + formula, strings))).toEqual({
      ok: true,
      table: {
        head: ['usuario', 'fone', 'vencimento', 'obs'],
        lines: [
          { n: 7, cells: ['ana', '5511987654300', '2026-04-10', 'ana & rui'] },
          { n: 8, cells: ['rui', '', '2026-04-10T12:00:00', ''] },
        ],
      },
    });
  });

  it('is not tricked into memory by a bomb, a cell far away or a wrong directory', () => {
    const bomb = zipOf([
      { name: 'xl/workbook.xml', text: '<workbook/>' },
      { name: 'xl/worksheets/sheet1.xml', text: Buffer.alloc(60_000_000, 0x20), claims: 10 },
    ]);
    expect(bomb.length).toBeLessThan(100_000);
    expect(readTable(bomb)).toMatchObject({ ok: false, reason: 'broken_xlsx' });
    const far = cells(1_048_576, '<x:c r="A9"><x:v>1</x:v></x:c>', '<x:c r="XFD9"><x:v>1</x:v></x:c>');
    expect(readTable(workbook(head + far, strings))).toMatchObject({ ok: true });
    expect(readTable(Buffer.from('PK\x03\x04 nothing'))).toMatchObject({ reason: 'broken_xlsx' });
    const entity = workbook('<!DOCTYPE a [<!ENTITY e SYSTEM "file:///etc/passwd">]>&e;', strings);
    expect(readTable(entity)).toMatchObject({ ok: false });
  });
});

describe('titles', () => {
  it('are recognised in both languages, each field once', () => {
    expect(guessFields(['E-mail', 'NOME do Cliente', 'Usuário', 'Name', 'Outra'])).toEqual([
      'email',
      null,
      'username',
      'name',
      null,
    ]);
  });

  it('tell a Sigma export and our own', () => {
    const sigma = [
      'id',
      'username',
      'password',
      'expires_at_tz',
      'expires_at',
      'package',
      'whatsapp',
      'note',
    ];
    expect(sourceOf(sigma)).toBe('sigma');
    expect(guessFields(sigma)).toEqual([
      null,
      'username',
      'password',
      null,
      'expiresOn',
      'plan',
      'phone',
      'notes',
    ]);
    expect(sourceOf(['Nome', 'E-mail', 'WhatsApp', 'Servidor', 'Usuário', 'Vencimento', 'Situação'])).toBe(
      'ultragestor',
    );
    expect(sourceOf(['nome', 'usuario'])).toBe('other');
  });

  it('stay what a person once said they are', () => {
    expect(guessFields(['Nome', 'Cod'], [null, 'username'])).toEqual([null, 'username']);
    expect(guessFields(['Nome', 'Cod'], [undefined, 'username'])).toEqual(['name', 'username']);
  });
});
