import type { RaceKind, StopDoor } from '../evidence.ts';
import type { Dice } from '../dice.ts';
import { type LoadJourney, LOAD_JOURNEYS, PUSH_WITHIN_MS, runOf, WAIT_MS } from '../load/journeys.ts';
import { type Person, PUSH_PROVIDERS } from '../load/people.ts';
import type { PlannedEvent } from '../load/send-events.ts';
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
const KINDS: readonly RaceKind[] = [
  ...Array.from({ length: 7 }, () => 'event' as const),
  ...Array.from({ length: 4 }, () => 'rung' as const),
  ...Array.from({ length: 3 }, () => 'wait' as const),
  ...Array.from({ length: 6 }, () => 'campaign' as const),
];
const DOORS: readonly StopDoor[] = [
  'phone',
  'phone',
  'phone',
  'webhook',
  'webhook',
  'webhook',
  'webhook',
  'api',
  'api',
  'api',
];
/** Numbers that two people hold. */
const SHARED = 0.1;
/** A START follows; or the STOP was lifted before, and that START comes once more. */
const STARTED = 0.1;
const REPLAYED = 0.1;

/** From a message's due time back to the STOP: negative where the STOP comes later. */
const EARLIEST_MS = -200;
const LATEST_MS = 3_000;
/** Both within milliseconds of each other. */
const CLOSE_MS = 15;
/** From an event to the push that it sends, as far as it can be guessed. */
const ON_ITS_WAY_MS = 250;
/** The first races need time for what leads up to them, and the last ones for what follows. */
const LEAD_MS = 6_000;
const MEMBERS = 200;
/** How fast a campaign's messages leave the queue, about. */
const DRAINED_PER_SECOND = 40;

const journeyNamed = (name: string): LoadJourney => LOAD_JOURNEYS.find(({ journey }) => journey === name)!;
const AT_ONCE = ['notice', 'notice', 'password', 'offer'].map(journeyNamed);
const RUNG = journeyNamed('escalation');
const WAIT = journeyNamed('reminder');

/** Plans races of STOP against messages that go at once, by a timer or from a queue. */
export function planRaces({ nemesis, count, overMs, dice }: RacesToPlan): PlannedRaces {
  const kinds = Array.from({ length: count }, (_, n) => KINDS[(n * 7) % KINDS.length]!);
  const campaigns = planCampaigns(nemesis, kinds.filter((kind) => kind === 'campaign').length, overMs);
  const members = campaigns.map(() => [] as string[]);
  const events: PlannedEvent[] = [];
  let nth = 0;
  const races = kinds.map((kind, n): StopRace => {
    const holders = holdersOf(nemesis, n, dice);
    const campaign = kind === 'campaign' ? Math.floor(nth++ / MEMBERS) : undefined;
    const stopAt =
      campaign === undefined
        ? LEAD_MS + (n * Math.max(0, overMs - LEAD_MS)) / count
        : campaigns[campaign]!.atMs + dice.chance() * campaigns[campaign]!.drainedAfterMs;
    if (campaign !== undefined) members[campaign]!.push(...holders.map(({ id }) => id));
    else events.push(...holders.flatMap((person) => eventsOf(kind, person, stopAt, nemesis, dice)));
    const door = dice.pick(DOORS);
    return { id: `race-${n}`, kind, door, holders, acts: actsOf(door, stopAt, dice) };
  });
  return {
    races,
    events: events.sort((a, b) => a.atMs - b.atMs),
    campaigns: campaigns.map(({ atMs, key }, n) => ({ atMs, key, recipients: members[n]! })),
  };
}

function planCampaigns(
  nemesis: string,
  races: number,
  overMs: number,
): { atMs: number; key: string; drainedAfterMs: number }[] {
  const count = Math.ceil(races / MEMBERS);
  return Array.from({ length: count }, (_, n) => {
    const size = Math.min(MEMBERS, races - n * MEMBERS);
    return {
      atMs: LEAD_MS + ((n + 0.5) * Math.max(0, overMs - LEAD_MS)) / count,
      key: `${nemesis}-campaign-${n}`,
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

/** What is about to reach somebody when the STOP comes: the due time lies around it. */
function eventsOf(
  kind: Exclude<RaceKind, 'campaign'> | RaceKind,
  person: Person,
  stopAt: number,
  nemesis: string,
  dice: Dice,
): PlannedEvent[] {
  const around = (): number => dice.between(EARLIEST_MS, LATEST_MS);
  const close = (): number => dice.between(-CLOSE_MS, CLOSE_MS);
  const dues: readonly (readonly [LoadJourney, number])[] =
    kind === 'rung'
      ? [[RUNG, around() - PUSH_WITHIN_MS - ON_ITS_WAY_MS]]
      : kind === 'wait'
        ? [[WAIT, around() - WAIT_MS]]
        : [close(), around(), around()].map((offset) => [dice.pick(AT_ONCE), offset] as const);
  return dues.map(([journey, offset], n) => {
    const source = `/nemesis/${nemesis}/races`;
    const id = `${person.id}-${n}`;
    return {
      atMs: Math.max(0, stopAt + offset),
      id,
      source,
      person,
      journey,
      run: runOf({ journey: journey.journey, source, id, recipient: person.id }),
      via: dice.chance() < 0.5 ? 'http' : 'kafka',
      isRepeated: false,
      opensAfterMs: undefined,
    };
  });
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
