import { loadavg } from 'node:os';
import { setTimeout as wait } from 'node:timers/promises';
import { HermodError } from '@hermod/contracts';
import { callHttp } from '../../system/http-json.ts';
import type { Step } from '../../system/foundation.ts';
import { nextLedgerLine, readLedger } from '../evidence.ts';
import { Generator, type SentEvent } from '../generator.ts';
import { enterPeople, publishScenarios } from '../people.ts';
import { openRig, type Rig } from '../rig.ts';
import { expectedOf, type Scenario, SCENARIOS } from '../scenarios.ts';
import type { NeighbourOptions } from './options.ts';

/** How push's provider is while texts are measured. */
export const STATES = {
  well: {},
  slow: { latencyMs: 5_000 },
  failing: { latencyMs: 200, rates: { error: 1 } },
} as const;
export type State = keyof typeof STATES;

/** How long texts took from their event to the provider's acceptance, in milliseconds, by the state of push's provider. */
export interface NeighbourResult {
  readonly options: NeighbourOptions;
  readonly delaysMs: Readonly<Record<State, readonly number[]>>;
  readonly loadAverage: number;
}

const RECIPIENTS = 500;
const WARM_UP_SECONDS = 15;
const DRAINED_WITHIN_MS = 180_000;
const LOOK_EVERY_MS = 1_000;

const SMS: Scenario = SCENARIOS.single;
/** The same with a push, by another provider. */
const PUSH: Scenario = {
  ...SMS,
  inWords: 'single messages (push)',
  journey: 'bench-neighbour',
  eventType: 'com.shop.bench.neighbour',
  document: {
    ...SMS.document,
    journey: 'bench-neighbour',
    start: { on: 'com.shop.bench.neighbour' },
    steps: [
      { id: 'tell', send: [{ push: 'bench-push' }], then: { sent: 'done', failed: 'missed' } },
      { id: 'done', end: 'sent' },
      { id: 'missed', end: 'failed' },
    ],
  },
};

/**
 * Measures texts while as many pushes flow beside them, to a provider that is well, slow and failing by turns: what disturbs a
 * neighbour shows as the difference within one run.
 * @throws HermodError BENCH_STUCK when not everything is handed over in the end
 */
export async function runNeighboursBench(
  options: NeighbourOptions,
  step: Step,
  signal: AbortSignal,
): Promise<NeighbourResult> {
  const rig = await openRig({ step, signal, countsStatements: false, isProfiled: false });
  const generator = new Generator(rig.system.brokers, rig.system.prefix);
  try {
    await publishScenarios(rig.system, [SMS, PUSH]);
    const recipients = await step('Entering recipients', () => enterPeople(rig.system, RECIPIENTS));
    await generator.connect();
    const play = (state: State, seconds: number): Promise<number[]> =>
      playPhase({ rig, generator, recipients, rate: options.ratePerSecond, signal }, state, seconds);
    await step('Warming up', () => play('well', WARM_UP_SECONDS));
    const delaysMs: Record<State, number[]> = { well: [], slow: [], failing: [] };
    for (let round = 1; round <= options.rounds; round += 1) {
      for (const state of Object.keys(STATES) as State[]) {
        const what = `Texts while push's provider is ${state}, ${round} of ${options.rounds}`;
        delaysMs[state].push(...(await step(what, () => play(state, options.seconds))));
      }
    }
    return { options, delaysMs, loadAverage: loadavg()[0]! };
  } finally {
    await generator.close();
    await rig.stop();
  }
}

interface Stand {
  readonly rig: Rig;
  readonly generator: Generator;
  readonly recipients: readonly string[];
  readonly rate: number;
  readonly signal: AbortSignal;
}

/** One phase, to its end: what it left behind must not disturb the next one. */
async function playPhase(stand: Stand, state: State, seconds: number): Promise<number[]> {
  const { rig, generator, recipients, rate } = stand;
  const fromLine = await nextLedgerLine(rig.system);
  await putFaults(rig, STATES[state]);
  const load = { count: rate * seconds, perSecond: rate };
  const middle = recipients.length / 2;
  const [texts, pushes] = await Promise.all([
    generator.sendAtRate(SMS, recipients.slice(0, middle), load),
    generator.sendAtRate(PUSH, recipients.slice(middle), load),
  ]);
  await untilHandedOver(stand, fromLine, texts, SMS);
  await putFaults(rig, {});
  await untilHandedOver(stand, fromLine, pushes, PUSH);
  const acceptedAt = await acceptancesOf(rig, fromLine);
  return texts.map((event) => acceptedAt.get(messageOf(SMS, event))! - event.sentAt);
}

async function untilHandedOver(
  { rig, signal }: Stand,
  fromLine: number,
  events: readonly SentEvent[],
  scenario: Scenario,
): Promise<void> {
  const deadline = performance.now() + DRAINED_WITHIN_MS;
  for (;;) {
    signal.throwIfAborted();
    const acceptedAt = await acceptancesOf(rig, fromLine);
    const missing = events.filter((event) => !acceptedAt.has(messageOf(scenario, event)));
    if (missing.length === 0) return;
    if (performance.now() > deadline)
      throw new HermodError('BENCH_STUCK', `${missing.length} ${scenario.inWords} were not handed over`);
    await wait(LOOK_EVERY_MS);
  }
}

/** When the simulator first took each message, in milliseconds of the epoch. */
async function acceptancesOf({ system }: Rig, fromLine: number): Promise<ReadonlyMap<string, number>> {
  const first = new Map<string, number>();
  for (const { message, acceptedAt } of await readLedger(system, fromLine))
    if (!first.has(message)) first.set(message, acceptedAt);
  return first;
}

const messageOf = (scenario: Scenario, event: SentEvent): string => expectedOf(scenario, event).messages[0]!;

async function putFaults({ system }: Rig, faults: object): Promise<void> {
  const url = `${system.simulatorUrl}/faults/fcm`;
  const { status } = await callHttp(url, { method: 'PUT', body: faults });
  if (status >= 300) throw new HermodError('BENCH_FAULTS', `the simulator answered ${status}`);
}
