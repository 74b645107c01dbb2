import { z } from 'zod';
import { Instant, JsonObject, RecipientId } from '../words.ts';
import { ContactPoint } from './message-decided.ts';

/** Fact 9: the whole of what consent knows of a recipient; the highest revision is the state. */
export const RecipientChanged = z.object({
  recipient: RecipientId,
  attributes: JsonObject,
  contactPoints: z.array(ContactPoint),
  timeZone: z.string().optional(),
  country: z.string().optional(),
  /** ISO 3166-2, such as US-FL. */
  region: z.string().optional(),
  locale: z.string().optional(),
  /** Erased: everything else is empty, and every service forgets. */
  erased: z.boolean(),
  at: Instant,
});
export type RecipientChanged = z.infer<typeof RecipientChanged>;
