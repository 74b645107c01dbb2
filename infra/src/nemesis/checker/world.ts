import type {
  AcceptedEvent,
  AttemptRow,
  Evidence,
  MessageRow,
  ProviderCall,
  RunMessageRow,
  RunRow,
} from '../evidence.ts';

/** The same, to be changed. */
export type Writable<T> =
  T extends ReadonlyMap<infer K, infer V>
    ? Map<K, Writable<V>>
    : T extends readonly (infer E)[]
      ? Writable<E>[]
      : T extends object
        ? { -readonly [P in keyof T]: Writable<T[P]> }
        : T;

/** Evidence in which a spec may change one thing. */
export type World = Writable<Evidence>;

const NINE = Date.UTC(2026, 10, 22, 9);

/** An instant of the small world, in seconds from its beginning. */
export const at = (seconds: number): number => NINE + Math.round(seconds * 1_000);

/** A run that an event started at once, and that has ended. */
export function addRun(
  world: World,
  recipient: string,
  journey: string,
  end: { endedAt: number; outcome: string },
): void {
  const run: AcceptedEvent = {
    id: `event-${recipient}`,
    source: '/n1',
    recipient,
    journey,
    run: `run-${recipient}`,
    acceptedAt: at(0),
  };
  world.events.push(run);
  const row: Writable<RunRow> = {
    id: run.run,
    recipient,
    journey,
    status: 'ended',
    outcome: end.outcome,
    startedAt: at(0.1),
    endedAt: at(end.endedAt),
    messages: [],
    timeline: [],
  };
  world.runs.set(run.run, row);
}

interface Told {
  readonly name: string;
  readonly rung: number;
  readonly channel: MessageRow['channel'];
  readonly provider: string;
  readonly startedAt: number;
}

const CLASSES: Readonly<Record<string, ProviderCall['class']>> = {
  fcm: 'repeatable',
  twilio: 'at-most-once',
  smpp: 'at-most-once',
  rbm: 'idempotent',
  'sim-key': 'idempotent',
  'sim-look-up': 'look-up',
};

/** A message from its request to its provider's acceptance, 0.4 s later. */
export function addMessage(
  world: World,
  recipient: string,
  { name, rung, channel, provider, startedAt }: Told,
): void {
  const id = `${recipient}-${name}`;
  const run = `run-${recipient}`;
  world.runs.get(run)!.messages.push({
    id,
    step: 'tell',
    rung,
    channel,
    state: 'accepted',
    signal: undefined,
    undelivered: false,
    withdrawn: false,
  });
  const row = {
    id,
    run,
    recipient,
    channel,
    purpose: 'transactional' as const,
    status: 'accepted',
    withdrawn: false,
  };
  world.messages.set(id, row);
  world.decisions.set(id, { message: id, decision: 'permitted', rule: 'consent given' });
  addFact(world, 'hermod.message-requested', recipient, startedAt - 0.3, { messageId: id, request: 0 });
  addFact(world, 'hermod.message-decided', recipient, startedAt - 0.2, {
    messageId: id,
    decision: 'permitted',
    request: 0,
  });
  world.attempts.push(attemptOf(id, recipient, provider, startedAt));
  world.calls.push(callOf(id, provider, startedAt + 0.1));
  tell(world, recipient, startedAt + 0.5, 'accepted', id);
}

function attemptOf(message: string, recipient: string, provider: string, startedAt: number): AttemptRow {
  return {
    id: `${message}-1`,
    message,
    recipient,
    contactPoint: `${message}-point`,
    provider,
    n: 0,
    resends: undefined,
    state: 'accepted',
    startedAt: at(startedAt),
    calledAt: at(startedAt + 0.05),
    closedAt: at(startedAt + 0.4),
  };
}

/** A call that was accepted and answered at once. */
export function callOf(message: string, provider: string, seconds: number): Writable<ProviderCall> {
  return {
    provider,
    class: CLASSES[provider]!,
    message,
    to: `${message}-address`,
    outcome: 'accepted',
    receivedAt: at(seconds),
    acceptedAt: at(seconds + 0.01),
    respondedAt: at(seconds + 0.05),
  };
}

/** Puts a fact about a message behind the others, with the recipient's next revision. */
export function addFact(
  world: World,
  topic: string,
  recipient: string,
  seconds: number,
  data: Record<string, unknown>,
): World['facts'][number] {
  const offset = world.facts.filter((fact) => fact.topic === topic).length;
  const revision = 1_000 * (1 + world.facts.filter(({ key }) => key === recipient).length);
  const id = `fact-${world.facts.length}`;
  world.facts.push({ topic, partition: 0, offset, at: at(seconds), key: recipient, id, revision, data });
  return world.facts.at(-1)!;
}

/** A line of the story of a recipient's run. */
export function tell(
  world: World,
  recipient: string,
  seconds: number,
  what: string,
  message?: string,
  step = 'tell',
): void {
  const about = { ...(message === undefined ? {} : { message }), step };
  world.runs.get(`run-${recipient}`)!.timeline.push({ at: at(seconds), what, ...about });
}

/** A receipt of a message’s attempt, of which its run knows. */
export function report(
  world: World,
  recipient: string,
  name: string,
  kind: 'delivered' | 'opened',
  seconds: number,
): void {
  const message = `${recipient}-${name}`;
  world.receipts.push({
    message,
    kind,
    at: at(seconds),
    recordedAt: at(seconds + 0.05),
    attempt: `${message}-1`,
  });
  world.runs.get(`run-${recipient}`)!.messages.find(({ id }) => id === message)!.signal = kind;
}

/** The instance that called was killed: another one found its attempt, and nobody knows. */
export function loseSight(world: World, message: string, closedAt: number): void {
  Object.assign(attemptIn(world, message), { state: 'unknown', closedAt: at(closedAt), calledAt: at(10) });
  world.messages.get(message)!.status = 'unknown';
  world.calls.find((call) => call.message === message)!.respondedAt = undefined;
  const run = world.runs.get(world.messages.get(message)!.run!)!;
  run.messages[0]!.state = 'unknown';
  run.timeline.at(-1)!.what = 'unknown';
}

/** The (first) attempt of a message. */
export function attemptIn(world: World, message: string): World['attempts'][number] {
  return world.attempts.find((attempt) => attempt.message === message)!;
}

/** The (first) call about a message. */
export function callIn(world: World, message: string): World['calls'][number] {
  return world.calls.find((call) => call.message === message)!;
}

/** A message as its run sees it. */
export function messageIn(world: World, message: string): Writable<RunMessageRow> {
  return [...world.runs.values()].flatMap((run) => run.messages).find(({ id }) => id === message)!;
}
