import { AskedReply, Name, Signal } from '@hermod/contracts';
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
  .strictObject({
    ...perChannel,
    until: Signal.describe('The signal that ends the escalation as `reached`; a stronger one does too'),
    within: Duration.describe('How long the signal is awaited, from the acceptance of the message on'),
  })
  .refine(oneChannel, ONE_CHANNEL)
  .meta({
    id: 'Rung',
    title: 'rung',
    description:
      'One message of an escalation: exactly one channel, the signal that is hoped for, and its time',
  });
export type Rung = z.infer<typeof Rung>;

/** A push can be tapped, and not answered. */
const { push: _push, ...answerable } = perChannel;

export const AskRung = z
  .strictObject({
    ...answerable,
    within: Duration.describe('How long an answer is awaited, from the acceptance of the message on'),
  })
  .refine(oneChannel, ONE_CHANNEL)
  .meta({
    id: 'AskRung',
    title: 'question',
    description: 'One message of an `ask`: exactly one channel, and how long its answer is awaited',
  });

export const Reply = AskedReply.extend({
  id: Name.describe('The outcome with which the step is left'),
  text: AskedReply.shape.text.describe(
    'What the person reads on a chip, beside a number or on a button; at most 25 characters',
  ),
  words: AskedReply.shape.words.describe('Words that mean the same when the person writes them'),
  calendar: AskedReply.shape.calendar.describe(
    'The answer to an invitation in a calendar that means the same',
  ),
})
  .strict()
  .meta({ id: 'Reply', title: 'reply', description: 'One of the answers that an `ask` offers' });

const Sent = z.strictObject(perChannel).refine(oneChannel, ONE_CHANNEL).meta({
  id: 'Sent',
  title: 'message',
  description: 'One message of a `send`: exactly one channel and its template',
});

const Id = Name.describe('Names the step within its journey; stories, messages and links to it use it');

const common = {
  id: Id,
  then: Then.optional(),
  visits: z
    .int()
    .min(1)
    .max(50)
    .optional()
    .describe('How often a run may come here; one time more, and the outcome is `limit`'),
};

export const EscalateStep = z
  .strictObject({
    ...common,
    escalate: z.array(Rung).min(1).max(10).describe('The rungs, in the order in which they are tried'),
  })
  .meta({
    id: 'EscalateStep',
    title: 'escalate',
    description: 'Rungs in turn, each until its signal or its time',
  });

export const SendStep = z
  .strictObject({
    ...common,
    send: z.array(Sent).min(1).max(5).describe('The messages; they have no order among them'),
    await: z.enum(['any', 'all']).optional().describe('Whether one message has to bring the signal, or each'),
    until: Signal.optional().describe('The signal that is awaited; a stronger one counts too'),
    within: Duration.optional().describe('How long the signal is awaited, from the last hand-over on'),
  })
  .refine(
    (step) =>
      [step.await, step.until, step.within].every(
        (part) => (part === undefined) === (step.await === undefined),
      ),
    'await, until and within belong together',
  )
  .meta({ id: 'SendStep', title: 'send', description: 'One or several channels together' });

export const AskStep = z
  .strictObject({
    ...common,
    ask: z
      .array(AskRung)
      .min(1)
      .max(10)
      .describe('The messages, in the order in which they are tried until one is answered'),
    replies: z
      .array(Reply)
      .min(1)
      .max(10)
      .describe('The answers that are offered: as chips, numbers or links, as the channel can'),
    as: VariableName.optional().describe(
      'The variable that keeps the answer: its `reply`, `text`, `channel` and `at`',
    ),
  })
  .meta({
    id: 'AskStep',
    title: 'ask',
    description: 'Asks the person, and goes on by what they answer: with `other` only where `then` names it',
  });

export const WaitStep = z
  .strictObject({
    ...common,
    wait: z
      .strictObject({
        for: Duration.optional().describe('How long the run waits'),
        until: z
          .union([Cel, LocalWindow])
          .optional()
          .describe('An instant as CEL, or hours on the clocks of the recipient'),
        on: EventType.optional().describe('The type of the event that is awaited'),
        when: Cel.optional().describe('What the event has to fulfil; `event` is the one being judged'),
        within: Duration.optional().describe('How long the event is awaited'),
        since: z.literal('start').optional().describe('An event that came before the wait began counts too'),
        as: VariableName.optional().describe('The variable that keeps the data of the event'),
      })
      .superRefine(explainWait)
      .meta({
        id: 'Wait',
        title: 'what is waited for',
        description: 'One of `for`, `until` and `on`',
      })
      .describe('What the run waits for'),
  })
  .meta({
    id: 'WaitStep',
    title: 'wait',
    description: 'For a time, until an instant or hours, or for an event',
  });

const Arm = z
  .strictObject({
    when: Cel.describe('The condition; what is missing makes it false'),
    then: Name.describe('The step that comes next when it holds'),
  })
  .meta({ id: 'Arm', title: 'arm', description: 'A condition, and where the run goes on when it holds' });

export const BranchStep = z
  .strictObject({
    id: Id,
    branch: z.array(Arm).min(1).max(50).describe('The arms, judged in their order'),
    else: Name.describe('The step that comes next when no condition holds'),
  })
  .meta({
    id: 'BranchStep',
    title: 'branch',
    description: 'Goes on with the first arm whose condition holds',
  });

const Share = z
  .strictObject({
    share: z.int().min(1).max(100).describe('Per cent of the recipients'),
    then: Name.describe('The step that comes next for them'),
  })
  .meta({
    id: 'Share',
    title: 'share',
    description: 'A share of the recipients, and where their runs go on',
  });

export const SplitStep = z
  .strictObject({
    id: Id,
    split: z
      .array(Share)
      .min(2)
      .max(20)
      .refine(
        (arms) => arms.reduce((sum, { share }) => sum + share, 0) === 100,
        'the shares have to sum to 100',
      )
      .describe('The shares; they sum to 100'),
  })
  .meta({
    id: 'SplitStep',
    title: 'split',
    description: 'Shares of the recipients; a recipient always falls into the same one',
  });

export const CollectStep = z
  .strictObject({
    ...common,
    collect: z
      .strictObject({
        on: EventType.optional().describe('The type of the events; that of `start.on` without'),
        key: Cel.optional().describe(
          'Only events for which this has the value that it has for the first event',
        ),
        for: Duration.describe('How long it collects, from when the run comes here'),
        most: z.int().min(1).max(100).optional().meta({
          description: 'Goes on at once with so many events',
          default: 100,
        }),
        as: VariableName.optional().meta({
          description: 'The variable that holds the list of their data',
          default: 'collected',
        }),
      })
      .meta({
        id: 'Collect',
        title: 'what is collected',
        description: 'Which events, how long, and under which name',
      })
      .describe('What is collected'),
  })
  .meta({
    id: 'CollectStep',
    title: 'collect',
    description: 'Further events of the same key for a while, then on with all of them at once',
  });

export const PublishStep = z
  .strictObject({
    ...common,
    publish: z
      .strictObject({
        type: EventType.describe('The CloudEvents type of the event'),
        data: Values.optional().describe('Its data: each name with the CEL that gives its value'),
      })
      .meta({ id: 'Publish', title: 'what is published', description: 'A domain event about the recipient' })
      .describe('What is published'),
  })
  .meta({ id: 'PublishStep', title: 'publish', description: 'Publishes a domain event back to Kafka' });

export const SetStep = z
  .strictObject({
    ...common,
    set: Values.describe('The variables: each name with the CEL that gives its value'),
  })
  .meta({ id: 'SetStep', title: 'set', description: 'Sets variables of the run' });

export const EndStep = z
  .strictObject({ id: Id, end: Name.describe('The outcome of the run, as it is counted and shown') })
  .meta({ id: 'EndStep', title: 'end', description: 'Ends the run with an outcome' });

/** Step kinds by the key that tells them. */
export const STEP_KINDS = {
  escalate: EscalateStep,
  send: SendStep,
  ask: AskStep,
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
