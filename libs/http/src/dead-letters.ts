/** Dead letters over HTTP: what each service answers, and the gateway gathers. */
import { Instant, SERVICES } from '@hermod/contracts';
import { z } from 'zod';
import { pageQuery } from './page.ts';

export const DEAD_LETTERS_PATH = '/v1/dead-letters';

/** The scope that looking at dead letters and replaying them takes: they hold what people's facts hold. */
export const DEAD_LETTERS_SCOPE = 'operate';

/** Query of a service's list. */
export const DeadLettersQuery = pageQuery.extend({ topic: z.string().min(1).max(249).optional() });
export type DeadLettersQuery = z.infer<typeof DeadLettersQuery>;

export const DeadLetterPath = z.object({ id: z.uuid() });
export type DeadLetterPath = z.infer<typeof DeadLetterPath>;

/** The sort key in a list's cursor: newest first. It means the same to every service. */
export const DeadLetterCursor = z.tuple([Instant, z.uuid()]);

/** A dead letter in a list. */
export const DeadLetterView = z.object({
  id: z.uuid(),
  /** Who could not handle it. */
  service: z.enum(SERVICES),
  /** The Kafka topic, partition and offset at which it came. */
  topic: z.string(),
  partition: z.number(),
  offset: z.string(),
  key: z.string().nullable(),
  /** How large its value was. */
  bytes: z.number(),
  code: z.string(),
  message: z.string(),
  field: z.string().optional(),
  traceId: z.string().optional(),
  deadAt: Instant,
  replayedAt: Instant.optional(),
});
export type DeadLetterView = z.infer<typeof DeadLetterView>;

/** A service's answer to a list. */
export const DeadLetterPage = z.object({
  deadLetters: z.array(DeadLetterView),
  next: z.string().optional(),
});
export type DeadLetterPage = z.infer<typeof DeadLetterPage>;
