import { z } from 'zod';
import { liquid } from './fields.ts';

/** So many segments an SMS may have where its template says nothing else: it is for what is short. */
export const DEFAULT_MAX_SEGMENTS = 3;

/** An SMS is its text. */
export const SmsContent = z.strictObject({
  text: liquid('the text of an SMS'),
  /** More than so many segments are an error: what is longer belongs into an MMS or an email. */
  maxSegments: z.int().min(1).max(11).optional(),
  /** Whether curly quotes, dashes and the like become their plain twins, so that the text stays in GSM-7. On where it is left out. */
  smartEncoding: z.boolean().optional(),
});
export type SmsContent = z.infer<typeof SmsContent>;
