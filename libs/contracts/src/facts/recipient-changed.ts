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
  /** Erased: HMACs of the addresses that the recipient had, under which services may keep something. */
  addressHashes: z.array(z.string()).optional(),
  at: Instant,
});
export type RecipientChanged = z.infer<typeof RecipientChanged>;

/** That a recipient was erased, and with that everything from before an instant. */
export interface Erasure {
  readonly recipient: string;
  /** By consent's clock, as the instants of its decisions and of its entries are. */
  readonly erasedAt: Date;
  readonly addressHashes: readonly string[];
}

/**
 * The erasures among facts, of each recipient the latest. One that a later state has overtaken counts as well: what was
 * before it has to go.
 */
export function erasuresOf(facts: readonly RecipientChanged[]): Erasure[] {
  const latest = new Map<string, Erasure>();
  for (const { recipient, erased, at, addressHashes = [] } of facts) {
    if (!erased) continue;
    const erasedAt = new Date(at);
    const known = latest.get(recipient);
    if (known === undefined || known.erasedAt < erasedAt)
      latest.set(recipient, { recipient, erasedAt, addressHashes });
  }
  return [...latest.values()];
}
