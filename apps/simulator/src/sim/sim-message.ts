import { Channel } from '@hermod/contracts';
import { z } from 'zod';

const Address = z.string().regex(/^(sim-|\+)\d{3,15}$/, 'must be sim-<digits> or +<digits>');

const Content = z
  .object({ title: z.string().optional(), body: z.string().optional(), text: z.string().optional() })
  .loose();

/**
 * Body of a message in the simulator's own protocol `sim`. The text is `text`, else `content.text`, else
 * `content.title` and `content.body`.
 */
export const SimMessage = z
  .object({
    /** Idempotency key; needed (and used) in the idempotent mode only. */
    key: z.string().min(1).max(200).optional(),
    to: Address,
    channel: Channel,
    text: z.string().max(10_000).optional(),
    content: Content.optional(),
    /** Where receipts go; none are sent without it. */
    callbackUrl: z.url({ protocol: /^https?$/ }).optional(),
    /** The caller's id of the message; comes back in receipts, and is what the look-up goes by. */
    reference: z.string().min(1).max(200).optional(),
  })
  .refine((message) => textOf(message) !== '', { path: ['text'], message: 'a text or content is missing' });
export type SimMessage = z.infer<typeof SimMessage>;

/** What the phone shows. */
export function textOf(message: {
  readonly text?: string | undefined;
  readonly content?: z.infer<typeof Content> | undefined;
}): string {
  if (message.text !== undefined) return message.text;
  const { text, title, body } = message.content ?? {};
  return text ?? [title, body].filter((line) => line !== undefined && line !== '').join('\n');
}

/** The phone of an address. */
export function phoneOf(to: string): string {
  return to.replace(/^sim-/, '+');
}
