import { setTimeout as wait } from 'node:timers/promises';
import { FLOW } from '@hermod/contracts';
import { callHttp } from '../../system/http-json.ts';
import type { System } from '../../system/system.ts';
import type { Dice } from '../dice.ts';
import type { AcceptedEvent } from '../evidence.ts';
import { LOAD_JOURNEYS, type LoadJourney, runOf } from './journeys.ts';
import type { Person } from './people.ts';
import { type PlannedAnswer, planAnswer } from './plan-answer.ts';
import { orderOf, PICTURE } from './templates.ts';
import { mayBeTakenLater } from './until-taken.ts';
import type { Upstream } from './upstream.ts';

/** An event of the load, before it is sent. */
export interface PlannedEvent {
  readonly atMs: number;
  readonly id: string;
  readonly source: string;
  readonly person: Person;
  readonly journey: LoadJourney;
  readonly run: string;
  readonly via: 'http' | 'kafka';
  /** Sent twice, as an upstream does that doesn't know whether the first arrived. */
  readonly isRepeated: boolean;
  /** Milliseconds from the push to its opening; undefined when nobody opens it. */
  readonly opensAfterMs: number | undefined;
  /** How its question is answered; undefined when it asks nothing, or nobody answers. */
  readonly answer?: PlannedAnswer;
}

const RETRY_AFTER_MS = 500;
const REPEATED = 0.05;
const OPENED = 0.4;
/** Beyond the time of the rung, so that some opens come too late. */
const OPENS_WITHIN = 1.5;

/** Spreads events evenly over the time. */
export function planEvents(about: {
  nemesis: string;
  people: readonly Person[];
  count: number;
  overMs: number;
  dice: Dice;
}): PlannedEvent[] {
  const { nemesis, people, count, overMs, dice } = about;
  const source = `/nemesis/${nemesis}`;
  return Array.from({ length: count }, (_, n) => {
    const person = dice.pick(people);
    const journey = pickJourney(dice);
    const id = `e-${n}`;
    const run = runOf({ journey: journey.journey, source, id, recipient: person.id });
    const opens = dice.chance() < OPENED && journey.push !== undefined;
    const answer = journey.ask === undefined ? undefined : planAnswer(journey.ask.withinMs, dice);
    return {
      ...(answer === undefined ? {} : { answer }),
      atMs: (n * overMs) / count,
      id,
      source,
      person,
      journey,
      run,
      via: dice.chance() < 0.5 ? 'http' : 'kafka',
      isRepeated: dice.chance() < REPEATED,
      opensAfterMs: opens ? Math.round(dice.chance() * journey.push.withinMs * OPENS_WITHIN) : undefined,
    };
  });
}

function pickJourney(dice: Dice): LoadJourney {
  let left = dice.chance() * LOAD_JOURNEYS.reduce((sum, { weight }) => sum + weight, 0);
  return LOAD_JOURNEYS.find(({ weight }) => (left -= weight) < 0) ?? LOAD_JOURNEYS[0]!;
}

/** Sends every event when its time has come, again until it is taken; resolves when all are. */
export async function sendEvents(
  system: System,
  upstream: Upstream,
  events: readonly PlannedEvent[],
  signal: AbortSignal,
): Promise<AcceptedEvent[]> {
  const startedAt = performance.now();
  const sending: Promise<AcceptedEvent>[] = [];
  for (const event of events) {
    const earlyMs = event.atMs - (performance.now() - startedAt);
    if (earlyMs > 0) await wait(earlyMs, undefined, { signal });
    const sent = sendEvent(system, upstream, event, signal);
    // Looked at together in the end; until then a failure must not count as unhandled.
    sent.catch(() => undefined);
    sending.push(sent);
  }
  return Promise.all(sending);
}

/** Sends an event until it is taken. */
export async function sendEvent(
  system: System,
  upstream: Upstream,
  event: PlannedEvent,
  signal: AbortSignal,
): Promise<AcceptedEvent> {
  const { id, source, person, journey, run, via, isRepeated } = event;
  const hand = (): Promise<void> =>
    via === 'http'
      ? overHttp(system, event, signal)
      : upstream.send(FLOW.domainEvents.topic, recordOf(event));
  await hand();
  const acceptedAt = Date.now();
  if (isRepeated) await hand();
  return { id, source, recipient: person.id, journey: journey.journey, run, acceptedAt };
}

async function overHttp(system: System, event: PlannedEvent, signal: AbortSignal): Promise<void> {
  for (;;) {
    signal.throwIfAborted();
    try {
      const { status, body } = await callHttp(`${system.gatewayUrl}/v1/events`, {
        method: 'POST',
        headers: {
          authorization: `Bearer ${system.apiKey}`,
          'content-type': 'application/cloudevents+json',
        },
        body: JSON.stringify(bodyOf(event)),
        timeoutMs: 20_000,
      });
      if (status === 202) return;
      // What Hermod understood and refused will be refused again.
      if (!mayBeTakenLater(status)) throw new RangeError(`${status}: ${JSON.stringify(body)}`);
    } catch (error) {
      if (error instanceof RangeError) throw error;
      // The gateway is away, which is what this is about.
    }
    await wait(RETRY_AFTER_MS, undefined, { signal });
  }
}

function bodyOf({ id, source, journey, person }: PlannedEvent): object {
  return {
    specversion: '1.0',
    id,
    source,
    type: journey.eventType,
    subject: person.id,
    ...(journey.purpose === 'critical' ? { priority: 'urgent' } : {}),
    data: { orderId: orderOf(id), picture: PICTURE },
  };
}

function recordOf(event: PlannedEvent): { key: string; value: string; headers: Record<string, string> } {
  return {
    key: event.person.id,
    value: JSON.stringify(bodyOf(event)),
    headers: { 'content-type': 'application/cloudevents+json; charset=utf-8' },
  };
}
