import { randomInt } from 'node:crypto';
import { FaultPlan } from './fault-plan.ts';
import { mulberry32, rollFate, type Fate } from './dice.ts';

/** The protocols that the simulator speaks. */
export const PROTOCOLS = ['fcm', 'twilio', 'rbm', 'smtp', 'smpp', 'sim'] as const;
export type Protocol = (typeof PROTOCOLS)[number];

const ALL_WELL: Fate = {
  answer: 'accept',
  duplicateReceipt: false,
  earlyReceipt: false,
  noReceipt: false,
  undelivered: false,
  latencyMs: 0,
};

/** Which faults each protocol has at the moment, and the dice that decide when they strike. */
export class Faults {
  readonly #plans = new Map<Protocol, { plan: FaultPlan & { seed: number }; random: () => number }>();

  /** Puts a plan in place and starts its dice at the seed. A plan without seed gets one, to be seen in `planOf`. */
  plan(protocol: Protocol, plan: FaultPlan): void {
    const seed = plan.seed ?? randomInt(0x1_0000_0000);
    this.#plans.set(protocol, { plan: { ...plan, seed }, random: mulberry32(seed) });
  }

  /** Back to a world in which nothing goes wrong. */
  clear(protocol: Protocol): void {
    this.#plans.delete(protocol);
  }

  /** The plan in place; a clear one when there is none. */
  planOf(protocol: Protocol): FaultPlan {
    return this.#plans.get(protocol)?.plan ?? FaultPlan.parse({});
  }

  /** What happens to the next call. */
  roll(protocol: Protocol): Fate {
    const current = this.#plans.get(protocol);
    return current ? rollFate(current.plan, current.random) : ALL_WELL;
  }
}
