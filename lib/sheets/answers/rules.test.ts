import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { HttpAnswer } from '@/lib/http';
import { cell, envelopeOf, isSameRow, isWritable, parseRow, shownAddress } from '../rules';
import { readAnswer } from './rules';

const half = { reference: 'ABC123D1', value: '100', number: '845123456' };
const answered = (text: string, status = 200): HttpAnswer => ({
  ...{ ok: true, status, headers: {}, text, phase: 'body', latencyMs: 5, remoteAddress: null },
});
const read = (text: string | object, status?: number) =>
  readAnswer(answered(typeof text === 'string' ? text : JSON.stringify(text), status), half);
const kindOf = (text: string | object, status?: number) => {
  const { kind, reason } = read(text, status);
  return reason ? `${kind} ${reason}` : kind;
};

describe('answers to an insert', () => {
  test('of the contract', () => {
    const dados = 'ABC123D1|100|845123456';
    expect(kindOf({ success: true, referencia: 'ABC123D1', dados })).toBe('applied');
    expect(kindOf({ success: true, dados, status: 'PENDENTE' })).toBe('applied');
    expect(kindOf({ success: false, duplicado: true, referencia: 'ABC123D1' })).toBe('duplicate');
    expect(kindOf({ success: true, duplicado: true })).toBe('duplicate');
    expect(kindOf({ success: false, error: 'Número fora da lista' })).toBe('refused refused');
    expect(read({ duplicado: true, dados: 'ABC123D1|200|845123456' }).stored).toMatchObject({ value: '200' });
  });

  test('about another row are no answers about ours', () => {
    expect(kindOf({ success: true, referencia: 'OTHER1' })).toBe('unknown strange');
    expect(kindOf({ success: true, dados: 'ABC123D1|999|845123456' })).toBe('unknown strange');
    expect(kindOf({ ok: 'yes' })).toBe('unknown strange');
    expect(kindOf([1, 2])).toBe('unknown strange');
  });

  test('of old scripts, in plain text', () => {
    expect(kindOf('Sucesso! Dados inseridos')).toBe('applied');
    expect(kindOf('"Sucesso! ok"')).toBe('applied');
    expect(kindOf(' SUCESSO: linha 12')).toBe('applied');
    expect(kindOf('Duplicado')).toBe('duplicate');
    expect(kindOf('Erro: referência duplicada')).toBe('duplicate');
    expect(kindOf('IGNORADO')).toBe('duplicate');
    expect(kindOf('Erro: formato inválido')).toBe('refused refused');
    expect(kindOf('Erro: Lock timeout')).toBe('unknown busy');
    expect(kindOf('Sucessora')).toBe('unknown strange');
    expect(kindOf('')).toBe('unknown empty');
  });

  test('in the place of the script’s', () => {
    expect(kindOf('<!DOCTYPE html><html><body>Erro desconhecido</body></html>')).toBe('unknown html');
    expect(kindOf('<html>Sucesso!</html>')).toBe('unknown html');
    expect(kindOf('<p>Service invoked too many times</p>')).toBe('unknown too_many');
    expect(kindOf('{"success":true}', 429)).toBe('unknown too_many');
    expect(kindOf('', 302)).toBe('unknown moved');
    expect(kindOf('', 401)).toBe('unknown no_access');
    expect(kindOf('', 404)).toBe('unknown absent');
    expect(kindOf('', 500)).toBe('unknown server_error');
  });

  test('that did not come: only what certainly never left was not sent', () => {
    const lost = (kind: 'dns' | 'timeout' | 'reset' | 'address_refused', phase: 'dns' | 'blocked' | 'tls') =>
      readAnswer({ ok: false, kind, phase, latencyMs: 1 }, half).kind;
    expect(lost('dns', 'dns')).toBe('not_sent');
    expect(lost('timeout', 'tls')).toBe('not_sent');
    expect(lost('address_refused', 'blocked')).toBe('not_sent');
    for (const phase of ['bytes_written', 'headers', 'body'] as const)
      for (const kind of ['timeout', 'reset', 'bad_answer', 'too_large'] as const)
        expect(readAnswer({ ok: false, kind, phase, latencyMs: 1 }, half).kind).toBe('unknown');
  });

  test('whatever is said, only the words of the contract are success', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 80 }), (text) => {
        fc.pre(!/sucesso/i.test(text));
        expect(readAnswer(answered(text), half).kind).not.toBe('applied');
      }),
    );
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        const sure =
          JSON.stringify(value).includes('"success":true') || JSON.stringify(value).includes('sucesso');
        fc.pre(!sure);
        expect(readAnswer(answered(JSON.stringify(value)), half).kind).not.toBe('applied');
      }),
    );
  });
});

describe('cells', () => {
  test('free text is one harmless line', () => {
    expect(cell('=1+1')).toBe("'=1+1");
    expect(cell(' \u200b+258')).toBe("'+258");
    expect(cell('-x')).toBe("'-x");
    expect(cell('@SUM(A1)')).toBe("'@SUM(A1)");
    expect(cell('＝1')).toBe("'＝1");
    expect(cell('a\nb\tc\u2028d')).toBe('a b c d');
    expect(cell('1203630000000000@g.us')).toBe('1203630000000000@g.us');
  });

  test('no delimiter, line or formula fits into a reference, a value or a number', () => {
    const evil = fc.constantFrom(
      '|',
      '\n',
      '\r',
      '\t',
      '=',
      '+',
      '@',
      "'",
      '"',
      ' ',
      ';',
      '\u2028',
      '＝',
      '\0',
    );
    const field = fc.constantFrom('reference', 'value', 'number');
    fc.assert(
      fc.property(evil, field, fc.nat(12), (character, name, at) => {
        const text = half[name];
        const spoilt = text.slice(0, at) + character + text.slice(at);
        expect(isWritable({ ...half, [name]: spoilt })).toBe(false);
      }),
    );
    for (const bad of ['=A1', '-ABC', '+258', '@ABC', 'A|B', 'AB\n', 'AB ', 'Á12', 'A'])
      expect(isWritable({ ...half, reference: bad })).toBe(false);
    expect(isWritable({ ...half, reference: 'PP260101.0930.A12345D30' })).toBe(true);
  });

  test('the envelope is the contract’s, in the reseller’s time', () => {
    const of = {
      chat: '1203@g.us',
      message: 'Pacote automatico: ABC123D1|100|845123456',
      zone: 'Africa/Maputo',
    };
    expect(envelopeOf(half, of, new Date('2025-11-18T08:00:07Z'))).toEqual({
      grupo_id: '1203@g.us',
      timestamp: '18/11/2025 10:00:07',
      transacao: 'ABC123D1|100|845123456',
      sender: 'WhatsApp-Bot-Pacotes',
      message: 'Pacote automatico: ABC123D1|100|845123456',
    });
  });

  test('rows of two zones, or of two seconds, are each written in their own time', () => {
    const at = (text: string, zone: string) =>
      envelopeOf(half, { chat: '', message: '', zone }, new Date(text)).timestamp.slice(-8);
    expect(at('2025-11-18T08:00:07.100Z', 'Africa/Maputo')).toBe('10:00:07');
    expect(at('2025-11-18T08:00:07.900Z', 'Africa/Maputo')).toBe('10:00:07');
    expect(at('2025-11-18T08:00:07.900Z', 'America/Sao_Paulo')).toBe('05:00:07');
    expect(at('2025-11-18T08:00:08.000Z', 'America/Sao_Paulo')).toBe('05:00:08');
    expect(at('2025-11-18T08:00:07.900Z', 'Africa/Maputo')).toBe('10:00:07');
  });

  test('the same row in other writings is the same, any other is not', () => {
    const same = (text: string) => {
      const row = parseRow(text);
      return row !== null && isSameRow(half, row);
    };
    for (const text of [
      'ABC123D1|100|845123456',
      ' abc123d1 | 100.00 |258845123456',
      "'ABC123D1|100MB|+258 845123456",
    ])
      expect(same(text)).toBe(true);
    for (const text of [
      'ABC123D1|1000|845123456',
      'ABC123D1|100|845123457',
      'ABC123D2|100|845123456',
      'ABC123D1|100',
    ])
      expect(same(text)).toBe(false);
    expect(same('ABC123D1|100|1845123456')).toBe(false);
  });

  test('an address is shown by its host and last letters', () => {
    expect(shownAddress('https://script.google.com/macros/s/AKfycbabcd/exec')).toBe(
      'script.google.com/…abcd',
    );
    expect(shownAddress('https://exemplo.com/')).toBe('exemplo.com');
  });
});
