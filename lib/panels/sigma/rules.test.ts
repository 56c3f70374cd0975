import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { MutationClass, PanelReason } from '@/lib/panels/rules';
import { classify, normaliseSigmaUrl, panelInstant, type Signal } from './rules';

describe('the address of a panel', () => {
  test.each([
    ['painel.example', 'https://painel.example'],
    ['  painel.example/  ', 'https://painel.example'],
    ['https://PAINEL.example///', 'https://painel.example'],
    ['https://painel.example/api/', 'https://painel.example'],
    ['https://painel.example/#/sign-in', 'https://painel.example'],
    ['https://painel.example/#/dashboard', 'https://painel.example'],
    ['https://painel.example/api/webhook/customer/create?x=1', 'https://painel.example'],
    ['https://painel.example/api/webhook/customer/renew', 'https://painel.example'],
    ['https://painel.example/api/webhook/customer', 'https://painel.example'],
    ['https://painel.example/webhook/customer', 'https://painel.example'],
    ['https://painel.example/api/integration/v1/', 'https://painel.example'],
    ['https://host.example/sigma/api', 'https://host.example/sigma'],
    ['https://host.example//sigma//api//', 'https://host.example/sigma'],
    ['painel.example:8443/api', 'https://painel.example:8443'],
    ['https://painel.example:443/', 'https://painel.example'],
    ['https://painel.example./', 'https://painel.example'],
    ['//painel.example/api', 'https://painel.example'],
    ['http://127.1:4010/', 'http://127.0.0.1:4010'],
  ])('%s is stored as %s', (typed, baseUrl) => {
    expect(normaliseSigmaUrl(typed)).toEqual({ ok: true, baseUrl });
  });

  test.each([
    ['', 'empty'],
    ['   ', 'empty'],
    ['ftp://x', 'scheme'],
    ['javascript:alert(1)', 'scheme'],
    ['file:///etc/passwd', 'scheme'],
    ['https://u:p@x', 'user_info'],
    ['u@painel.example', 'user_info'],
    ['https://', 'malformed'],
    ['http://a b', 'malformed'],
    ['https://./', 'malformed'],
  ])('%j is refused: %s', (typed, why) => {
    expect(normaliseSigmaUrl(typed)).toEqual({ ok: false, why });
  });

  test('normalising twice changes nothing', () => {
    const part = fc.constantFrom(
      'api',
      'webhook',
      'customer',
      'create',
      'sigma',
      'integration',
      'v1',
      '',
      'x y',
      '%2f',
    );
    const url = fc
      .tuple(fc.webUrl({ withFragments: true, withQueryParameters: true }), fc.array(part, { maxLength: 6 }))
      .map(([base, parts]) => base.replace(/[?#].*$/, '') + parts.map((p) => `/${p}`).join(''));
    fc.assert(
      fc.property(fc.oneof(url, fc.string(), fc.domain()), (typed) => {
        const once = normaliseSigmaUrl(typed);
        if (once.ok) expect(normaliseSigmaUrl(once.baseUrl)).toEqual(once);
      }),
      { numRuns: 2_000 },
    );
  });
});

describe('the dates of a panel', () => {
  const SP = 'America/Sao_Paulo';
  test.each([
    ['2025-11-28T02:59:59.000000Z', '2025-11-28T02:59:59.000Z'],
    ['2025-11-27T23:59:59-03:00', '2025-11-28T02:59:59.000Z'],
    ['2025-11-27 23:59:59-0300', '2025-11-28T02:59:59.000Z'],
    ['2025-11-27 23:59:59', '2025-11-28T02:59:59.000Z'],
    ['2025-11-27T23:59:59', '2025-11-28T02:59:59.000Z'],
    ['27/11/2025 23:59:59', '2025-11-28T02:59:59.000Z'],
    ['27/11/2025', '2025-11-28T02:59:59.000Z'],
    ['2025-11-27', '2025-11-28T02:59:59.000Z'],
  ])('%s in São Paulo is %s, whatever the process zone', (text, instant) => {
    expect(process.env.TZ).toBe('Asia/Kathmandu');
    expect(panelInstant(text, SP)?.toISOString()).toBe(instant);
  });

  test('the zone decides, not the country of the process', () => {
    expect(panelInstant('27/11/2025 23:59:59', 'Africa/Maputo')?.toISOString()).toBe(
      '2025-11-27T21:59:59.000Z',
    );
  });

  test.each([
    '',
    ' ',
    'amanhã',
    '31/02/2026',
    '2026-02-30T00:00:00Z',
    '2026-13-01',
    '25:00',
    '1766282400',
    '0000-00-00 00:00:00',
    null,
    5,
    {},
  ])('%j is no date', (value) => expect(panelInstant(value, SP)).toBeNull());

  test('an unknown zone makes a zone-less date unreadable', () => {
    expect(panelInstant('2025-11-27 23:59:59', 'Mars/Olympus')).toBeNull();
    expect(panelInstant('2025-11-27', 'Mars/Olympus')).toBeNull();
  });
});

const answer = (status: number, more: Partial<Signal> = {}): Signal => ({
  failure: null,
  phase: 'body',
  status,
  json: false,
  html: false,
  message: '',
  mitigated: false,
  ...more,
});
const json = (status: number, message = '') => answer(status, { json: true, message });
const html = (status: number, message = '') => answer(status, { html: true, message });
const cut = (failure: Signal['failure'], phase: Signal['phase']) =>
  answer(0, { failure, phase, status: null });

type Row = [string, Signal, MutationClass | 'answered', 'answered' | 'absent' | 'unreadable', PanelReason];

describe('the outcome table', () => {
  const rows: Row[] = [
    ['address refused', cut('address_refused', 'blocked'), 'not_sent', 'unreadable', 'address_refused'],
    ['no such name', cut('dns', 'dns'), 'not_sent', 'unreadable', 'unreachable'],
    ['refused', cut('connect', 'tcp'), 'not_sent', 'unreadable', 'unreachable'],
    ['connect timeout', cut('timeout', 'tcp'), 'not_sent', 'unreadable', 'unreachable'],
    ['TLS error', cut('tls', 'tls'), 'not_sent', 'unreadable', 'unreachable'],
    ...[521, 523, 525, 526].map((s): Row => [`${s}`, html(s), 'not_sent', 'unreadable', 'unreachable']),
    ['2xx JSON', json(201), 'answered', 'answered', 'ok'],
    ['2xx HTML', html(200), 'unknown', 'unreadable', 'not_a_panel'],
    ['2xx challenge', answer(200, { html: true, mitigated: true }), 'unknown', 'unreadable', 'block_page'],
    ['2xx other', answer(200, { message: '{}' }), 'unknown', 'unreadable', 'bad_answer'],
    ['no customer', json(400, "This customer doesn't exists"), 'rejected', 'absent', 'customer_absent'],
    ['no customer, ’', json(400, 'This Customer doesn’t exists'), 'rejected', 'absent', 'customer_absent'],
    ['no package', json(400, 'Package not found'), 'rejected', 'unreadable', 'package_gone'],
    ['no package 2', json(400, "This package doesn't exists"), 'rejected', 'unreadable', 'package_gone'],
    ['no server', json(400, "This server doesn't exists"), 'rejected', 'unreadable', 'package_gone'],
    ...[400, 403, 422, 500].map(
      (s): Row => [
        `no credits ${s}`,
        json(s, "You don't have enough credits"),
        'rejected',
        'unreadable',
        'no_credits',
      ],
    ),
    ['422', json(422, 'x'), 'rejected', 'unreadable', 'validation'],
    ['other 400', json(400, 'x'), 'rejected', 'unreadable', 'refused'],
    ['401', json(401, 'Invalid Token'), 'rejected', 'unreadable', 'bad_token'],
    ['402', json(402, 'x'), 'rejected', 'unreadable', 'capability_off'],
    ['403 JSON', json(403, 'Proibido'), 'rejected', 'unreadable', 'no_permission'],
    ['404 JSON', json(404, 'Not Found'), 'rejected', 'absent', 'wrong_path'],
    ['404 JSON of a customer', json(404, 'Customer not found'), 'rejected', 'absent', 'customer_absent'],
    [
      '404 of a model',
      json(404, 'No query results for model [App\\Models\\Customer].'),
      'rejected',
      'absent',
      'customer_absent',
    ],
    ...['Cannot GET /api/webhook/customer', 'Endpoint api/webhook/customer not found', 'customer', ''].map(
      (said): Row => [`404 “${said}”`, json(404, said), 'rejected', 'unreadable', 'wrong_path'],
    ),
    ['404 route', json(404, 'The route api/x could not be found.'), 'rejected', 'unreadable', 'wrong_path'],
    ['405', json(405), 'rejected', 'unreadable', 'wrong_path'],
    ['419', json(419), 'rejected', 'unreadable', 'wrong_path'],
    ['403 HTML', html(403, 'Website Access Blocked'), 'edge_block', 'unreadable', 'block_page'],
    ['503 HTML', html(503, 'Just a moment...'), 'edge_block', 'unreadable', 'block_page'],
    ['cf-mitigated', answer(403, { mitigated: true }), 'edge_block', 'unreadable', 'block_page'],
    ['block text', answer(403, { message: 'error code: 1020' }), 'edge_block', 'unreadable', 'block_page'],
    ['403 of unknown shape', answer(403, { message: 'no' }), 'unknown', 'unreadable', 'bad_answer'],
    ['429 JSON', json(429), 'edge_block', 'unreadable', 'rate_limited'],
    [
      '1015 HTML',
      html(403, 'Error 1015 You are being rate limited'),
      'edge_block',
      'unreadable',
      'rate_limited',
    ],
    ...[301, 302, 307, 308].map((s): Row => [`${s}`, html(s), 'unknown', 'unreadable', 'moved']),
    ['404 HTML', html(404), 'unknown', 'unreadable', 'not_a_panel'],
    ...[500, 502, 503].map((s): Row => [`${s} JSON`, json(s), 'unknown', 'unreadable', 'server_error']),
    ...[500, 502, 504, 520, 522, 524].map(
      (s): Row => [`${s} HTML`, html(s), 'unknown', 'unreadable', 'server_error'],
    ),
    ['timeout after bytes', cut('timeout', 'bytes_written'), 'unknown', 'unreadable', 'timeout'],
    ['reset after bytes', cut('reset', 'bytes_written'), 'unknown', 'unreadable', 'timeout'],
    ['timeout in the body', cut('timeout', 'body'), 'unknown', 'unreadable', 'timeout'],
    ['over 1 MB', cut('too_large', 'body'), 'unknown', 'unreadable', 'bad_answer'],
    ['no HTTP', cut('bad_answer', 'bytes_written'), 'unknown', 'unreadable', 'bad_answer'],
    ['401 HTML', html(401), 'unknown', 'unreadable', 'not_a_panel'],
    ['418 JSON', json(418), 'unknown', 'unreadable', 'bad_answer'],
  ];

  test.each(rows)('%s', (_, signal, mutation, read, reason) => {
    expect(classify(signal)).toEqual({ mutation, read, reason });
  });

  test('after the first byte nothing without an answer is ever taken for unsent', () => {
    const failure = fc.constantFrom(...(['dns', 'connect', 'tls', 'timeout', 'reset', 'too_large'] as const));
    const phase = fc.constantFrom(...(['bytes_written', 'headers', 'body'] as const));
    fc.assert(fc.property(failure, phase, (f, p) => classify(cut(f, p)).mutation === 'unknown'));
  });

  test('without JSON nothing is ever rejected, answered or absent', () => {
    const status = fc.integer({ min: 100, max: 599 });
    fc.assert(
      fc.property(status, fc.boolean(), fc.boolean(), fc.string(), (s, isHtml, mitigated, message) => {
        const verdict = classify(answer(s, { html: isHtml, mitigated, message }));
        expect(['unknown', 'edge_block', 'not_sent']).toContain(verdict.mutation);
        expect(verdict.read).toBe('unreadable');
      }),
    );
  });
});
