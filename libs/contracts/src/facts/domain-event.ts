import { z } from 'zod';
import { Instant, RecipientId } from '../words.ts';

/** Largest domain event, in bytes of its JSON. */
export const MAX_EVENT_BYTES = 256 * 1024;

const Text = z.string().min(1).max(1024);

/**
 * Fact 1: something happened upstream. CloudEvents 1.0.2 in structured form; in Kafka's binary mode the
 * attributes stand in `ce_*` headers. The recipient is the extension `recipient`, else `subject`;
 * `source` + `id` is the idempotency key. Unknown extensions are kept.
 */
export const DomainEvent = z
  .looseObject({
    specversion: z.literal('1.0'),
    id: Text,
    source: Text,
    type: Text.max(255),
    subject: Text.optional(),
    time: Instant.optional(),
    datacontenttype: z.string().max(255).optional(),
    dataschema: z.string().max(2048).optional(),
    data: z.unknown().optional(),
    recipient: RecipientId.optional(),
    priority: z.enum(['urgent', 'normal']).optional(),
    /** How often Hermod's own journeys have published on from here; refused at 8. */
    hop: z
      .union([z.int(), z.string().regex(/^\d$/).transform(Number)])
      .pipe(z.int().min(0).max(8))
      .optional(),
  })
  .superRefine((event, context) => {
    const named = event.recipient ?? event.subject;
    const verdict = RecipientId.safeParse(named);
    if (verdict.success) return;
    const path = event.recipient === undefined ? ['subject'] : ['recipient'];
    const message =
      named === undefined
        ? 'the event names nobody: set `recipient` (or `subject`) to the recipient id'
        : verdict.error.issues[0]!.message;
    context.addIssue({ code: 'custom', path, message });
  });
export type DomainEvent = z.infer<typeof DomainEvent>;

/** Whom an event is about. */
export function recipientOf(event: DomainEvent): string {
  return (event.recipient ?? event.subject)!;
}
