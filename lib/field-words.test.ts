import { expect, test } from 'vitest';
import { z } from 'zod';
import './field-words';

/** Every schema of the product that reads what people type. */
const modules = import.meta.glob<Record<string, unknown>>('./**/schema.ts', { eager: true });
const schemas = Object.entries(modules).flatMap(([file, exported]) =>
  Object.entries(exported).flatMap(([name, schema]) =>
    schema instanceof z.ZodType ? [{ name: `${file} ${name}`, schema }] : [],
  ),
);

const ENGLISH = /\b(invalid|too (big|small)|expected|unrecognized|required|must|string|number)\b/i;
const STRANGE = [undefined, null, '', ' ', 'abc', '=1+1', 'x'.repeat(100_000), -1, 1e12, true, [], {}];

/** Each field of a form with something strange in it, whatever the others hold. */
const inputsOf = (schema: z.ZodType): unknown[] =>
  schema instanceof z.ZodObject
    ? STRANGE.flatMap((value) => [
        value,
        Object.fromEntries(Object.keys(schema.shape).map((key) => [key, value])),
      ])
    : STRANGE.filter((value) => value !== undefined && value !== null);

const messagesOf = (schema: z.ZodType, input: unknown): string[] => {
  const issues = (list: readonly z.core.$ZodIssue[]): string[] =>
    list.flatMap((issue) => [
      issue.message,
      // A form shows what the first way of a union says.
      ...(issue.code === 'invalid_union' ? issue.errors.flatMap(issues) : []),
    ]);
  return issues(schema.safeParse(input).error?.issues ?? []);
};

test('no schema answers in English, whatever is typed', () => {
  expect(schemas.length).toBeGreaterThan(80);
  const english = schemas.flatMap(({ name, schema }) =>
    inputsOf(schema)
      .flatMap((input) => messagesOf(schema, input))
      .filter((message) => ENGLISH.test(message))
      .map((message) => `${name}: ${message}`),
  );
  expect([...new Set(english)]).toEqual([]);
});

test('what has no sentence of its own is said by what is wrong', () => {
  const said = (schema: z.ZodType, input: unknown) => schema.safeParse(input).error?.issues[0]?.message;
  expect(said(z.string().max(5), 'abcdef')).toBe('Use até 5 letras.');
  expect(said(z.string().min(1), '')).toBe('Preencha este campo.');
  expect(said(z.number().max(20), 21)).toBe('Use no máximo 20.');
  expect(said(z.enum(['a']), 'b')).toBe('Escolha uma das opções.');
  expect(said(z.uuid(), 'b')).toBe('Confira este campo: assim não dá para ler.');
});
