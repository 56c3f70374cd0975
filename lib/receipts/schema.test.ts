import { expect, test } from 'vitest';
import { readForwarded } from './schema';

const sender = (fields: object) => readForwarded('application/json', JSON.stringify(fields))?.sender;

test('whoever the app says wrote it, under any of its names, however they are written', () => {
  expect(sender({ text: 'x' })).toBeNull();
  expect(sender({ text: 'x', from: ' ' })).toBeNull();
  expect(sender({ text: 'x', from: 'M-Pesa' })).toBe('M-Pesa');
  expect(sender({ Text: 'x', From: 'João' })).toBe('João');
  expect(sender({ text: 'x', contact_name: 'João' })).toBe('João');
  expect(sender({ text: 'x', from: 1234 })).toBe('1234');
});

test('of several senders the one that is no operator counts', () => {
  expect(sender({ text: 'x', from: 'M-Pesa', address: '+258841112222' })).toBe('+258841112222');
  expect(sender({ text: 'x', from: 'João', address: 'M-Pesa' })).toBe('João');
  expect(sender({ text: 'x', from: 'M-Pesa', sender: 'MPESA' })).toBe('M-Pesa');
});
