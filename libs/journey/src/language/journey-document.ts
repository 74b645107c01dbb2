import { Channel, CHANNELS, Name, Purpose, Signal } from '@hermod/contracts';
import { z } from 'zod';
import { durationMs } from './duration.ts';

const Duration = z
  .string()
  .refine(
    (text) => durationMs(text) !== undefined,
    'an ISO 8601 duration such as PT15M or P2D, at most 366 days',
  );
const Cel = z.string().min(1).max(2_000);
const EventType = z.string().min(1).max(255);
const Then = z.union([Name, z.record(z.string(), Name)]);

/** The channel stands as a key whose value is the template: `{ push: shipped-push, … }`. */
const perChannel = Object.fromEntries(CHANNELS.map((channel) => [channel, Name.optional()])) as Record<
  Channel,
  z.ZodOptional<typeof Name>
>;
const oneChannel = (rung: object): boolean => CHANNELS.filter((channel) => channel in rung).length === 1;
const ONE_CHANNEL = `exactly one channel with its template: ${CHANNELS.join(', ')}`;

/** One message of an escalation: until its signal, or its time. */
export const Rung = z
  .strictObject({ ...perChannel, until: Signal, within: Duration })
  .refine(oneChannel, ONE_CHANNEL);
export type Rung = z.infer<typeof Rung>;

const Sent = z.strictObject(perChannel).refine(oneChannel, ONE_CHANNEL);

const common = { id: Name, then: Then.optional() };
export const EscalateStep = z.strictObject({ ...common, escalate: z.array(Rung).min(1).max(10) });
export const SendStep = z.strictObject({ ...common, send: z.array(Sent).min(1).max(5) });
export const WaitStep = z.strictObject({ ...common, wait: z.strictObject({ for: Duration }) });
export const BranchStep = z.strictObject({
  id: Name,
  branch: z
    .array(z.strictObject({ when: Cel, then: Name }))
    .min(1)
    .max(50),
  else: Name,
});
export const EndStep = z.strictObject({ id: Name, end: Name });

/** Step kinds by the key that tells them. */
export const STEP_KINDS = {
  escalate: EscalateStep,
  send: SendStep,
  wait: WaitStep,
  branch: BranchStep,
  end: EndStep,
} as const;
export type StepKind = keyof typeof STEP_KINDS;

export type Step =
  | z.infer<typeof EscalateStep>
  | z.infer<typeof SendStep>
  | z.infer<typeof WaitStep>
  | z.infer<typeof BranchStep>
  | z.infer<typeof EndStep>;

/** A journey but for its steps, which are checked one by one so that each mistake has its path. */
export const JourneyHead = z.strictObject({
  journey: Name,
  purpose: Purpose,
  topic: Name.optional(),
  start: z.strictObject({
    on: EventType,
    when: Cel.optional(),
    once: z.strictObject({ per: Cel, within: Duration }).optional(),
  }),
  exit: z
    .array(z.strictObject({ on: EventType, when: Cel.optional() }))
    .max(20)
    .optional(),
  expires: Duration.optional(),
  steps: z.array(z.unknown()).min(1).max(1_000),
});

/** A journey as its author wrote it. Section 4 of the design; JSON and YAML alike. */
export type JourneyDocument = Omit<z.infer<typeof JourneyHead>, 'steps'> & {
  readonly steps: readonly Step[];
};

/** The channel and template of a rung or of one entry of a `send`. */
export function channelOf(rung: Partial<Record<Channel, string | undefined>>): {
  channel: Channel;
  template: string;
} {
  for (const channel of CHANNELS) {
    const template = rung[channel];
    if (template !== undefined) return { channel, template };
  }
  throw new TypeError('a rung without a channel passed the check');
}
