import { z } from 'zod';

export const bulkRef = z.strictObject({ bulkId: z.uuid() });
