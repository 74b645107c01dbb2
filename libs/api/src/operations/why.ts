import { JsonObject } from '@hermod/contracts';
import { z } from 'zod';

/** A rule and the values it looked at. */
export const WhyView = z
  .object({
    rule: z.string(),
    values: JsonObject,
    ledger: z.string().optional().describe('The entry of the ledger that a decision rests on.'),
  })
  .meta({ id: 'Why', description: 'A rule and the values it looked at.' });
export type WhyView = z.infer<typeof WhyView>;
