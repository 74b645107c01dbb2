import type { Channel, MessageRequested } from '@hermod/contracts';
import type { Run, RunMessage } from '@hermod/journey';
import { eventually } from '@hermod/testing';
import { expect } from 'vitest';
import { attempted, event, names, receipt, someone } from './facts.ts';
import { runOf, type World } from './world.ts';

const HOUR = { within: 'PT1H' };
const ENDS = ['reached', 'exhausted', 'sent', 'failed', 'golden', 'plain'];
const PUSH = { push: 'shipped-push', until: 'opened', ...HOUR };
const SMS = { sms: 'shipped-sms', until: 'delivered', ...HOUR };
const EMAIL = { email: 'shipped-email', until: 'opened', ...HOUR };

/** The first steps of the journeys in which pairs of facts meet. */
const STEPS = {
  /** An escalation with a rung to spare behind the text. */
  rungs: [{ id: 'tell', escalate: [PUSH, SMS, EMAIL], then: { reached: 'reached', exhausted: 'exhausted' } }],
  /** Both together. */
  both: [
    {
      id: 'tell',
      send: [{ push: 'shipped-push' }, { sms: 'shipped-sms' }],
      then: { sent: 'sent', failed: 'failed' },
    },
  ],
  text: [{ id: 'tell', send: [{ sms: 'shipped-sms' }], then: { sent: 'sent', failed: 'failed' } }],
  /** Judges the recipient's attributes when a message that follows has ended. */
  judged: [
    { id: 'tell', escalate: [SMS], then: { reached: 'more', exhausted: 'more' } },
    { id: 'more', send: [{ push: 'shipped-push' }], then: { sent: 'judge', failed: 'judge' } },
    { id: 'judge', branch: [{ when: "recipient.tier == 'gold'", then: 'golden' }], else: 'plain' },
  ],
} as const;
export type JourneyName = keyof typeof STEPS;

/** A run that stands somewhere, and the messages that it has asked for, by channel. */
export interface Standing {
  readonly recipient: string;
  readonly run: string;
  readonly asked: Readonly<Partial<Record<Channel, MessageRequested>>>;
}

/** The journeys of the pairs, published once, and runs of them. */
export interface PairRuns {
  /** The event that would start a run, and what it would be. */
  about(name: JourneyName): Standing & { readonly starts: ReturnType<typeof event> };
  /** A run of it that has asked for its first message or messages. */
  start(name: JourneyName): Promise<Standing>;
  /** A run of `rungs` that stands at its text: the push was accepted, and would not arrive. */
  atText(): Promise<Standing>;
  /** The event that ends a run. */
  exit(standing: Standing): ReturnType<typeof event>;
  /** Waits until messages on as many channels were asked for, and adds them. */
  asked(standing: Standing, count: number): Promise<Standing>;
}

export async function publishPairJourneys(world: World): Promise<PairRuns> {
  const known = Object.fromEntries(Object.keys(STEPS).map((name) => [name, names()]));
  for (const [name, steps] of Object.entries(STEPS)) {
    const { journey, on } = known[name]!;
    const ends = ENDS.filter((end) => JSON.stringify(steps).includes(`:"${end}"`)).map((end) => ({
      id: end,
      end,
    }));
    const common = { purpose: 'transactional', topic: 'order-updates', expires: 'P1D' };
    const exit = [{ on: `${on}.over` }];
    const document = { journey, start: { on }, exit, ...common, steps: [...steps, ...ends] };
    await world.publish(document);
  }
  const typeOf = new Map<string, string>();
  const about: PairRuns['about'] = (name) => {
    const { journey, on } = known[name]!;
    const recipient = someone();
    typeOf.set(recipient, on);
    const starts = event(on, recipient, { id: 'e' });
    return { recipient, run: runOf(journey, 'e', recipient), asked: {}, starts };
  };
  const asked: PairRuns['asked'] = async (standing, count) => {
    const requests = await world.requests(standing.recipient, count);
    return { ...standing, asked: Object.fromEntries(requests.map((one) => [one.intent.channel, one])) };
  };
  const start: PairRuns['start'] = async (name) => {
    const { starts, ...standing } = about(name);
    await world.tell(starts);
    return asked(standing, name === 'both' ? 2 : 1);
  };
  return {
    about,
    asked,
    start,
    atText: async () => {
      const standing = await start('rungs');
      const push = standing.asked.push!;
      await world.tell(attempted(push, 'accepted'), receipt(push, 'undelivered'));
      return asked(standing, 2);
    },
    exit: ({ recipient }) => event(`${typeOf.get(recipient)!}.over`, recipient, { id: 'over' }),
  };
}

/** The run as it is stored. */
async function stored(world: World, { run }: Standing): Promise<Run> {
  const [row] = await world.query<{ state: Run }>('SELECT state FROM run WHERE id = $1', [run]);
  return row!.state;
}

/** Waits until Kafka has what the run asked for and took back, each once. */
async function untilPublished(world: World, { recipient }: Standing, { messages }: Run): Promise<void> {
  const all = Object.values(messages);
  const requests = all.reduce((sum, { request }) => sum + request + 1, 0);
  const taken = all.filter(({ withdrawn }) => withdrawn === true).map(({ id }) => id);
  await eventually(() => {
    expect(world.requested(recipient)).toHaveLength(requests);
    expect(
      world
        .withdrawn(recipient)
        .map(({ messageId }) => messageId)
        .sort(),
    ).toEqual(taken.sort());
  });
}

/** Still on its way when its run ends. What was reported about is not: it came, or never will. */
const isLeft = ({ state, withdrawn, signal, undelivered }: RunMessage): boolean =>
  (state === 'requested' || state === 'deferred') &&
  withdrawn !== true &&
  signal === undefined &&
  undelivered !== true;
const fate = ({ channel, state, signal, undelivered, request }: RunMessage): object => ({
  channel,
  state,
  signal,
  undelivered,
  request,
});

/** All of a run but ids and times, and whether a message that has ended was taken back as well. */
export async function wholeOf(world: World, standing: Standing): Promise<object> {
  const run = await stored(world, standing);
  await untilPublished(world, standing, run);
  const { step, ...position } = run.position ?? { step: undefined };
  const at = 'message' in position ? run.messages[position.message]!.channel : undefined;
  const timers = Object.keys(run.timers).map((name) => name.split(':')[0]);
  return { ...(await endOf(world, standing)), step, at, timers: timers.sort(), fates: fatesOf(run) };
}

/** How a run ended, whether anything is left on its way, and what became of the messages of these channels. */
export async function endOf(world: World, standing: Standing, ...channels: Channel[]): Promise<object> {
  const run = await stored(world, standing);
  await untilPublished(world, standing, run);
  const { status, outcome } = run;
  const left = status === 'ended' ? Object.values(run.messages).filter(isLeft).map(fate) : [];
  return { status, outcome, left, fates: fatesOf(run, channels) };
}

function fatesOf({ messages }: Run, channels?: readonly Channel[]): object[] {
  return Object.values(messages)
    .filter(({ channel }) => channels === undefined || channels.includes(channel))
    .map(fate);
}
