import { CSV_BOM, csvLine } from '@/lib/csv';
import { moneyInput } from '@/lib/money';
import type { ReportRow } from './rules';

const HEAD = [
  'Grupo',
  'Tipo',
  'Dias',
  'Vendidos (automático)',
  'Vendidos (manual)',
  'MB vendidos',
  'Valor vendido',
  'Renovações entregues',
  'Entregues com atraso',
  'Puladas',
  'Canceladas',
  'A fazer',
  'MB renovados',
  'Valor renovado',
];

/** The month per group and type as a spreadsheet of the region reads it; amounts with a decimal comma. */
export const reportCsv = (rows: readonly ReportRow[]): string =>
  CSV_BOM +
  [
    HEAD,
    ...rows.map((r) => [
      ...[r.group ?? 'Sem grupo', r.type, r.days, r.automatic, r.manual, r.soldMb, moneyInput(r.soldCents)],
      ...[r.delivered, r.late, r.skipped, r.cancelled, r.open, r.renewedMb, moneyInput(r.renewedCents)],
    ]),
  ]
    .map(csvLine)
    .join('');
