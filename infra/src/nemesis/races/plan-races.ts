import type { RaceKind, StopDoor } from '../evidence.ts';
import { type Dice } from '../dice.ts';
import { type Person, PUSH_PROVIDERS } from '../load/people.ts';
import type { PlannedEvent } from '../load/send-events.ts';
import { DEFERRED_WITHIN_MS, eventsAround } from './events-around.ts';
import type { Campaign, RaceAct, StopRace } from './stop-race.ts';

/** All that happens in the races of a run. */
export interface PlannedRaces {
  readonly races: readonly StopRace[];
  readonly events: readonly PlannedEvent[];
  readonly campaigns: readonly Campaign[];
}

/** What a plan of races is made from. */
export interface RacesToPlan {
  readonly nemesis: string;
  readonly count: number;
  readonly overMs: number;
  readonly dice: Dice;
}

/** Of twenty races. */
const SHARES: readonly (readonly [RaceKind, number])[] = [
  ['event', 6],
  ['rung', 4],
  ['wait', 3],
  ['deferral', 2],
  ['campaign', 5],
];
const KINDS = SHARES.flatMap(([kind, share]) => Array.from({ length: share }, () => kind));
/** Has no factor in common with twenty: neighbours are of different kinds. */
const STRIDE = 7;
/** Of ten. */
const DOORS: readonly StopDoor[] = [
  ...Array.from({ length: 3 }, () => 'phone' as const),
  ...Array.from({ length: 4 }, () => 'webhook' as const),
  ...Array.from({ length: 3 }, () => 'api' as const),
];
/** Numbers that two people hold. */
const SHARED = 0.1;
/** A START follows; or the STOP was lifted before, and that START comes once more. */
const STARTED = 0.1;
const REPLAYED = 0.1;

/** The first races need time for what leads up to them. */
const LEAD_MS = 6_000;
const MEMBERS = 500;
/** How fast a campaign's messages leave the queue, about. */
const DRAINED_PER_SECOND = 100;

/** Plans races of STOP against messages that go at once, by a timer or from a queue. */
export function planRaces(about: RacesToPlan): PlannedRaces {
  const { nemesis, count, overMs, dice } = about;
  const kinds = Array.from({ length: count }, (_, n) => kindOf(n, overMs));
  const campaigns = planCampaigns(about, kinds.filter((kind) => kind === 'campaign').length);
  const events: PlannedEvent[] = [];
  let member = 0;
  const races = kinds.map((kind, n): StopRace => {
    const holders = holdersOf(nemesis, n, dice);
    const door = dice.pick(DOORS);
    const base = { id: `race-${n}`, kind, door, holders };
    if (kind === 'campaign') {
      const { atMs, drainedAfterMs, recipients } = campaigns[Math.floor(member++ / MEMBERS)]!;
      recipients.push(...holders.map(({ id }) => id));
      return { ...base, acts: actsOf(door, atMs + dice.chance() * drainedAfterMs, dice) };
    }
    const stopAt = LEAD_MS + (n * Math.max(0, overMs - LEAD_MS)) / count;
    const acts = actsOf(door, stopAt, dice);
    const around = eventsAround({ kind, holders, stopAt, nemesis, dice });
    if (kind !== 'deferral') {
      events.push(...around.events);
      return { ...base, acts };
    }
    const atMs = (stopAt * Math.max(0, overMs - DEFERRED_WITHIN_MS)) / overMs;
    return { ...base, acts, deferral: { atMs, ...around } };
  });
  return { races, events: events.sort((a, b) => a.atMs - b.atMs), campaigns };
}

/** A short run has no time to put anything off. */
function kindOf(n: number, overMs: number): RaceKind {
  const kind = KINDS[(n * STRIDE) % KINDS.length]!;
  return kind === 'deferral' && overMs < DEFERRED_WITHIN_MS ? 'event' : kind;
}

interface PlannedCampaign extends Campaign {
  readonly recipients: string[];
  readonly drainedAfterMs: number;
}

function planCampaigns({ nemesis, overMs }: RacesToPlan, races: number): PlannedCampaign[] {
  const count = Math.ceil(races / MEMBERS);
  return Array.from({ length: count }, (_, n) => {
    const size = Math.min(MEMBERS, races - n * MEMBERS);
    return {
      atMs: LEAD_MS + ((n + 0.5) * Math.max(0, overMs - LEAD_MS)) / count,
      key: `${nemesis}-campaign-${n}`,
      recipients: [],
      drainedAfterMs: 1_000 + (size * 1_000) / DRAINED_PER_SECOND,
    };
  });
}

function holdersOf(nemesis: string, n: number, dice: Dice): Person[] {
  const number = `+4676${String(n).padStart(7, '0')}`;
  const pushProvider = PUSH_PROVIDERS[n % PUSH_PROVIDERS.length]!;
  const ids = dice.chance() < SHARED ? ['a', 'b'] : ['a'];
  return ids.map((which) => ({ id: `${nemesis}-r${n}${which}`, number, pushProvider, stops: false }));
}

function actsOf(door: StopDoor, stopAt: number, dice: Dice): RaceAct[] {
  const chance = dice.chance();
  const stop: RaceAct = { atMs: stopAt, what: 'stop' };
  if (chance < STARTED) return [stop, { atMs: stopAt + dice.between(0, 4_000), what: 'start' }];
  // The simulated phone gives each text an id of its own.
  if (chance < STARTED + REPLAYED && door === 'webhook')
    return [
      { atMs: stopAt - 1_500, what: 'stop' },
      { atMs: stopAt - 700, what: 'start' },
      stop,
      { atMs: stopAt + dice.between(0, 1_500), what: 'replay' },
    ];
  return [stop];
}
