import { Channel, CHANNELS, Name, Signal } from '@hermod/contracts';
import { z } from 'zod';
import {
  Cel,
  Duration,
  EventType,
  LocalWindow,
  ONE_CHANNEL,
  oneChannel,
  perChannel,
  Then,
  Values,
  VariableName,
} from './fields.ts';

/** One message of an escalation: until its signal, or its time. */
export const Rung = z
  .strictObject({ ...perChannel, until: Signal, within: Duration })
  .refine(oneChannel, ONE_CHANNEL);
export type Rung = z.infer<typeof Rung>;

const Sent = z.strictObject(perChannel).refine(oneChannel, ONE_CHANNEL);

const common = {
  id: Name,
  then: Then.optional(),
  visits: z
    .int()
    .min(1)
    .max(50)
    .optional()
    .describe('How often a run may come here; one time more, and the outcome is `limit`'),
};

export const EscalateStep = z
  .strictObject({ ...common, escalate: z.array(Rung).min(1).max(10) })
  .describe('Rungs in turn, each until its signal or its time. Outcomes: reached, exhausted');

export const SendStep = z
  .strictObject({
    ...common,
    send: z.array(Sent).min(1).max(5),
    await: z.enum(['any', 'all']).optional().describe('Whether one message has to bring the signal, or each'),
    until: Signal.optional(),
    within: Duration.optional().describe('How long the signal is awaited, from the last hand-over on'),
  })
  .refine(
    (step) =>
      [step.await, step.until, step.within].every(
        (part) => (part === undefined) === (step.await === undefined),
      ),
    'await, until and within belong together',
  )
  .describe('One or several channels together. Outcomes: sent, reached, failed');

export const WaitStep = z
  .strictObject({
    ...common,
    wait: z
      .strictObject({
        for: Duration.optional(),
        until: z
          .union([Cel, LocalWindow])
          .optional()
          .describe('An instant as CEL, or hours on the own clocks'),
        on: EventType.optional(),
        when: Cel.optional(),
        within: Duration.optional(),
        since: z.literal('start').optional().describe('An event that came before the wait began counts too'),
        as: VariableName.optional().describe('The variable that keeps the data of the event'),
      })
      .superRefine(explainWait),
  })
  .describe('For a time, until an instant, or for an event. Outcomes: happened, timeout, missing');

export const BranchStep = z
  .strictObject({
    id: Name,
    branch: z
      .array(z.strictObject({ when: Cel, then: Name }))
      .min(1)
      .max(50),
    else: Name,
  })
  .describe('The first arm whose condition holds');

export const SplitStep = z
  .strictObject({
    id: Name,
    split: z
      .array(z.strictObject({ share: z.int().min(1).max(100), then: Name }))
      .min(2)
      .max(20)
      .refine(
        (arms) => arms.reduce((sum, { share }) => sum + share, 0) === 100,
        'the shares have to sum to 100',
      ),
  })
  .describe('Shares of the recipients; a recipient always falls into the same one');

export const CollectStep = z
  .strictObject({
    ...common,
    collect: z.strictObject({
      on: EventType.optional().describe('The type of the events; that which starts the journey without'),
      key: Cel.optional().describe(
        'Only events for which this has the value that it has for the first event',
      ),
      for: Duration,
      most: z.int().min(1).max(100).optional().describe('Goes on with so many; 100 without'),
      as: VariableName.optional().describe(
        'The variable that holds the list of their data; `collected` without',
      ),
    }),
  })
  .describe('Further events of the same key for a while, then on with all. Outcome: collected');

export const PublishStep = z
  .strictObject({
    ...common,
    publish: z.strictObject({ type: EventType, data: Values.optional() }),
  })
  .describe('A domain event back to Kafka. Outcome: next');

export const SetStep = z
  .strictObject({ ...common, set: Values })
  .describe('Variables of the run. Outcome: next');

export const EndStep = z.strictObject({ id: Name, end: Name }).describe('The end, with an outcome');

/** Step kinds by the key that tells them. */
export const STEP_KINDS = {
  escalate: EscalateStep,
  send: SendStep,
  wait: WaitStep,
  branch: BranchStep,
  split: SplitStep,
  collect: CollectStep,
  publish: PublishStep,
  set: SetStep,
  end: EndStep,
} as const;
export type StepKind = keyof typeof STEP_KINDS;

export type Step = { [K in StepKind]: z.infer<(typeof STEP_KINDS)[K]> }[StepKind];
/** A step of one kind. */
export type StepOf<K extends StepKind> = z.infer<(typeof STEP_KINDS)[K]>;

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

function explainWait(
  wait: Partial<Record<'for' | 'until' | 'on' | 'when' | 'within' | 'since' | 'as', unknown>>,
  context: z.RefinementCtx,
): void {
  const add = (message: string, path: string[] = []): void =>
    context.addIssue({ code: 'custom', message, path });
  const forms = (['for', 'until', 'on'] as const).filter((form) => wait[form] !== undefined);
  if (forms.length !== 1) add('say one of: for (a duration), until (an instant or hours), on (an event)');
  else if (wait.on !== undefined && wait.within === undefined)
    add('say how long the event is awaited', ['within']);
  if (wait.on !== undefined) return;
  for (const name of ['when', 'within', 'since', 'as'] as const)
    if (wait[name] !== undefined) add('belongs to `on` only', [name]);
}
