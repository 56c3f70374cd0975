import { describe, expect, test } from 'vitest';
import { serverSchema } from './schema';

const form = {
  name: ' Principal ',
  billing: 'per_active' as const,
  monthly: 'R$ 1.234,56',
  panelType: 'sigma' as const,
  panelUrl: 'https://PAINEL.example/api/webhook/customer/create?x=1#/sign-in',
  panelUser: ' estrela ',
  token: ' 1|abc ',
};
const fieldsOf = (value: unknown) => {
  const read = serverSchema.safeParse(value);
  return read.success ? [] : read.error.issues.map((i) => i.path.join('.')).sort();
};

describe('the form of a server', () => {
  test('reads what a person types', () => {
    expect(serverSchema.parse(form)).toEqual({
      name: 'Principal',
      billing: 'per_active',
      monthlyCents: 123_456,
      panelType: 'sigma',
      panel: { url: 'https://painel.example', username: 'estrela', token: '1|abc' },
    });
  });

  test('without a panel its fields do not matter', () => {
    const read = serverSchema.parse({
      ...form,
      panelType: 'none',
      panelUrl: 'lixo',
      panelUser: '',
      token: '',
    });
    expect(read).toMatchObject({ panelType: 'none', panel: null });
  });

  test('says everything that is wrong at once, beside its field', () => {
    const wrong = { ...form, name: ' ', monthly: 'muito', panelUrl: 'ftp://x', panelUser: '', token: '' };
    expect(fieldsOf(wrong)).toEqual(['monthly', 'name', 'panelUrl', 'panelUser', 'token']);
  });

  test('a stored server may keep its token', () => {
    expect(fieldsOf({ ...form, token: '' })).toEqual(['token']);
    expect(fieldsOf({ ...form, token: '', id: '018f2d1e-7c7a-7b1a-9b1a-1c1a1b1a1d1a' })).toEqual([]);
  });

  test.each(['https://u:p@painel.example', 'ftp://painel.example', 'javascript:alert(1)', '', 'http://'])(
    'refuses %s as an address',
    (panelUrl) => expect(fieldsOf({ ...form, panelUrl })).toEqual(['panelUrl']),
  );

  test('unknown keys are refused', () => {
    expect(serverSchema.safeParse({ ...form, resellerId: 'x' }).success).toBe(false);
    expect(serverSchema.safeParse({ ...form, panelType: 'outro' }).success).toBe(false);
  });
});
