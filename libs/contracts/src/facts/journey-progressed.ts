import { z } from 'zod';
import { Instant, Name, RecipientId } from '../words.ts';

/** Fact 10: a run started, moved to a step, or ended. */
export const JourneyProgressed = z.object({
  runId: z.uuid(),
  journey: Name,
  version: z.int().min(1),
  recipient: RecipientId,
  what: z.enum(['started', 'moved', 'ended']),
  step: z.string().optional(),
  outcome: z.string().optional(),
  at: Instant,
});
export type JourneyProgressed = z.infer<typeof JourneyProgressed>;
