import { z } from 'zod';
import { APARTS } from './rules';

/** A filter as an act takes it: here nothing is ignored, or it would reach other rows. */
export const filterSchema = z.strictObject({
  q: z.string().max(100).optional(),
  apart: z.enum(APARTS).optional(),
});
