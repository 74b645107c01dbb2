import { z } from 'zod';

/** Faults that decide the answer of a call; a call meets one of them at most. */
export const ANSWER_FAULTS = ['refuse', 'throttle', 'error', 'errorAfterAccept', 'resetAfterAccept'] as const;
export type AnswerFault = (typeof ANSWER_FAULTS)[number];

const Rate = z.number().min(0, 'a rate is at least 0').max(1, 'a rate is at most 1').default(0);

const Rates = z
  .strictObject({
    /** A final no: not accepted, and asking again won't help. */
    refuse: Rate,
    /** 429 with Retry-After: not accepted. */
    throttle: Rate,
    /** A 5xx answer: not accepted. */
    error: Rate,
    /** A 5xx answer although the message was accepted. */
    errorAfterAccept: Rate,
    /** The connection is reset although the message was accepted. */
    resetAfterAccept: Rate,
    /** The last receipt comes twice. */
    duplicateReceipt: Rate,
    /** The receipts come before the answer. */
    earlyReceipt: Rate,
    /** No receipt; what a person does on the phone is still reported. */
    noReceipt: Rate,
    /** Accepted, but never on the phone; reported where the protocol has a word for it. */
    undelivered: Rate,
  })
  .refine((rates) => ANSWER_FAULTS.reduce((sum, fault) => sum + rates[fault], 0) <= 1 + 1e-9, {
    message: `the rates of ${ANSWER_FAULTS.join(', ')} sum to more than 1, but a call meets only one of them`,
  });

/** Body of `PUT /faults/{protocol}`: what goes wrong, how often. `{}` means that nothing does. */
export const FaultPlan = z.strictObject({
  /** Same seed, same plan, same order of calls: same faults. Made up when it is missing. */
  seed: z.int().min(0).max(0xffff_ffff).optional(),
  latencyMs: z.int().min(0).max(120_000).default(0),
  /** `sim` look-up mode: how long an accepted message stays invisible to the look-up. */
  indexDelayMs: z.int().min(0).max(120_000).default(200),
  rates: Rates.default(() => Rates.parse({})),
});
export type FaultPlan = z.infer<typeof FaultPlan>;
