import { z } from 'zod';
import { faultWords } from './messages';
import { KINDS, TEMPLATE_MAX, templateFault } from './rules';

const kind = z.enum(KINDS, 'Esta mensagem não existe.');

/** A reseller's own wording, refused when it could never be sent. */
export const wordingSchema = z
  .strictObject({
    kind,
    body: z.string().trim().max(TEMPLATE_MAX, 'Use até 2.000 letras.'),
  })
  .superRefine(({ kind, body }, context) => {
    const fault = templateFault(kind, body);
    if (fault) {
      context.addIssue({ code: 'custom', path: ['body'], message: faultWords(fault.fault, fault.variable) });
    }
  });

export const kindSchema = z.strictObject({ kind });
