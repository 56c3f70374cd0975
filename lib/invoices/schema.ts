import { z } from 'zod';
import { exceedsMost, MOST_CENTS, parseMoney } from '@/lib/money';
import { isPlausibleDay } from '@/lib/time';

const MOST = (MOST_CENTS / 100).toLocaleString('pt-BR', { minimumFractionDigits: 2 });
const TOO_MUCH = `Use um valor de até ${MOST}.`;
const DAY = 'Escolha uma data de vencimento válida.';

export const invoiceForm = z.strictObject({
  clientId: z.uuid('Escolha o cliente.'),
  amount: z
    .string()
    .max(20, TOO_MUCH)
    .transform((typed, ctx) => {
      const cents = parseMoney(typed);
      if (cents !== null && cents > 0) return cents;
      const message = exceedsMost(typed) ? TOO_MUCH : 'Escreva um valor maior que zero, como 35,90.';
      ctx.addIssue({ code: 'custom', message });
      return z.NEVER;
    }),
  dueOn: z.string().max(10, DAY).refine(isPlausibleDay, DAY),
  /** The invoice that was asked about and is wanted all the same: `twinKey`. */
  despite: z.string().max(60),
});

/** `intentId` is made in the browser and kept before the submit: a second click is the same payment. */
export const paymentForm = z.strictObject({ invoiceId: z.uuid(), intentId: z.uuid() });

export const invoiceRef = z.strictObject({ invoiceId: z.uuid() });

const INVOICE_TABS = ['open', 'overdue', 'paid', 'cancelled'] as const;

/** The list's filters from the address bar: what is wrong there is ignored, never an error. */
export const invoiceFilters = z.object({
  q: z.string().trim().max(100).optional().catch(undefined),
  tab: z.enum(INVOICE_TABS).optional().catch(undefined),
  client: z.uuid().optional().catch(undefined),
  after: z.string().max(60).optional().catch(undefined),
  before: z.string().max(60).optional().catch(undefined),
});
export type InvoiceFilters = z.infer<typeof invoiceFilters>;
