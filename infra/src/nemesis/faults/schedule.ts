import type { Dice } from '../dice.ts';

/** A service that may be killed or paused, with its instances. */
export type Victim = 'gateway' | 'routing' | 'consent' | 'delivery' | 'receipts';
/** A provider as the simulator's faults name it. */
export type SimulatedProtocol = 'fcm' | 'twilio' | 'sim' | 'smpp' | 'smtp' | 'rbm';

/** Something to do to the system. */
export type Fault =
  | { readonly kind: 'kill'; readonly service: Victim; readonly instance: number }
  | { readonly kind: 'pause'; readonly service: Victim; readonly instance: number; readonly forMs: number }
  | { readonly kind: 'kill-broker' | 'kill-database'; readonly forMs: number }
  | { readonly kind: 'pause-broker' | 'pause-database'; readonly forMs: number }
  | { readonly kind: 'hold-opt-outs'; readonly forMs: number }
  | { readonly kind: 'join-and-leave'; readonly service: Victim; readonly forMs: number }
  | {
      readonly kind: 'provider';
      /** Both have the same trouble, each with dice of its own. */
      readonly protocols: readonly [SimulatedProtocol, SimulatedProtocol];
      readonly forMs: number;
      readonly plan: FaultPlan;
    }
  | { readonly kind: 'poison'; readonly topic: number; readonly how: number };

/** Body of the simulator's `PUT /faults/{protocol}`. */
export interface FaultPlan {
  readonly seed: number;
  readonly latencyMs: number;
  readonly rates: Readonly<Record<string, number>>;
}

/** When a fault begins, in milliseconds from the start of the load. */
export interface Scheduled {
  readonly atMs: number;
  readonly fault: Fault;
}

/** How many processes each service has. */
export const INSTANCES: Readonly<Record<Victim, number>> = {
  gateway: 1,
  routing: 2,
  consent: 2,
  delivery: 2,
  receipts: 2,
};

/** Longer than a session of the consumer group (6 s) and than a lease. */
const PAUSE_MS = [7_000, 10_000] as const;

/** Shorter than a lease: the instance still has it when it goes on, and only a stale view. */
const BRIEF_PAUSE_MS = [1_500, 3_200] as const;

type Kind = Fault['kind'] | 'brief-pause';

/** Of twenty-two faults; what comes first is there in every run that has as many. */
const MIX: readonly Kind[] = [
  'kill',
  'provider',
  'pause',
  'kill-broker',
  'poison',
  'kill',
  'provider',
  'kill-database',
  'kill',
  'join-and-leave',
  'provider',
  'kill',
  'pause-database',
  'poison',
  'kill',
  'provider',
  'kill',
  'pause-broker',
  'provider',
  'kill',
  'brief-pause',
  'hold-opt-outs',
];

const VICTIMS: readonly Victim[] = ['delivery', 'routing', 'consent', 'receipts', 'gateway'];

/**
 * Spreads faults evenly over the time, each moved a little by chance. The kinds come in a fixed mix and the
 * victims in turn, so that a short run meets everything too; chance decides instance, length and strength.
 */
export function scheduleFaults(about: { count: number; overMs: number; dice: Dice }): Scheduled[] {
  const { count, overMs, dice } = about;
  const slot = overMs / Math.max(1, count);
  const turns = { victims: 0, protocols: 0 };
  return Array.from({ length: count }, (_, n) => ({
    atMs: Math.round(n * slot + dice.chance() * slot * 0.6),
    fault: faultOf(MIX[n % MIX.length]!, turns, dice),
  }));
}

function faultOf(kind: Kind, turns: { victims: number; protocols: number }, dice: Dice): Fault {
  switch (kind) {
    case 'kill':
    case 'pause': {
      const service = VICTIMS[turns.victims++ % VICTIMS.length]!;
      const instance = dice.between(1, INSTANCES[service]);
      return kind === 'kill'
        ? { kind, service, instance }
        : { kind, service, instance, forMs: dice.between(...PAUSE_MS) };
    }
    case 'kill-broker':
    case 'kill-database':
      return { kind, forMs: dice.between(500, 3_000) };
    case 'pause-broker':
    case 'pause-database':
      return { kind, forMs: dice.between(2_000, 5_000) };
    case 'brief-pause': {
      const instance = dice.between(1, INSTANCES.delivery);
      return { kind: 'pause', service: 'delivery', instance, forMs: dice.between(...BRIEF_PAUSE_MS) };
    }
    case 'hold-opt-outs':
      return { kind, forMs: dice.between(2_500, 5_000) };
    case 'join-and-leave':
      return { kind, service: dice.pick(VICTIMS.slice(0, 3)), forMs: dice.between(2_000, 5_000) };
    case 'provider':
      return providerFault(turns, dice);
    case 'poison':
      return { kind, topic: dice.between(0, 1_000), how: dice.between(0, 1_000) };
  }
}

/** Each kind of provider trouble in turn, for the pairs of protocols in turn. */
const TROUBLES: readonly ((dice: Dice) => Omit<FaultPlan, 'seed'>)[] = [
  (dice) => ({ latencyMs: 0, rates: { errorAfterAccept: 0.2 + dice.chance() * 0.3, duplicateReceipt: 0.3 } }),
  (dice) => ({ latencyMs: 0, rates: { resetAfterAccept: 0.2 + dice.chance() * 0.3, earlyReceipt: 0.3 } }),
  (dice) => ({ latencyMs: dice.between(200, 3_000), rates: { duplicateReceipt: 0.5, earlyReceipt: 0.5 } }),
  (dice) => ({ latencyMs: 0, rates: { throttle: 0.3 + dice.chance() * 0.4, error: 0.2, refuse: 0.05 } }),
  (dice) => ({ latencyMs: 6_500, rates: { earlyReceipt: dice.chance() } }),
  () => ({ latencyMs: 0, rates: { noReceipt: 0.3, undelivered: 0.3, duplicateReceipt: 0.3 } }),
];
/** Two at a time, one of the older and one of the newer protocols, so that a short run has each of them in trouble. */
const PROTOCOLS: readonly (readonly [SimulatedProtocol, SimulatedProtocol])[] = [
  ['twilio', 'smpp'],
  ['sim', 'smtp'],
  ['fcm', 'rbm'],
];

function providerFault(turns: { protocols: number }, dice: Dice): Fault {
  const turn = turns.protocols++;
  const trouble = TROUBLES[turn % TROUBLES.length]!;
  return {
    kind: 'provider',
    // One more after each round of troubles, so that every protocol meets every trouble in time.
    protocols: PROTOCOLS[(turn + Math.floor(turn / TROUBLES.length)) % PROTOCOLS.length]!,
    forMs: dice.between(4_000, 8_000),
    plan: { seed: dice.between(0, 2 ** 31), ...trouble(dice) },
  };
}
