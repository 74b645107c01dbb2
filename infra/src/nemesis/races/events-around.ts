import type { RaceKind } from '../evidence.ts';
import type { Dice } from '../dice.ts';
import { type LoadJourney, LOAD_JOURNEYS, PUSH_WITHIN_MS, runOf, WAIT_MS } from '../load/journeys.ts';
import type { Person } from '../load/people.ts';
import type { PlannedEvent } from '../load/send-events.ts';

/** From the beginning of a deferral to the latest time to which it puts a message off, and some. */
export const DEFERRED_WITHIN_MS = 140_000;

/** From the STOP to a message's due time: negative where the STOP comes later. */
const EARLIEST_MS = -200;
const LATEST_MS = 3_000;
/** Both within milliseconds of each other. */
const CLOSE_MS = 15;
/** As long as an event may be on its way when the STOP comes. */
const JUST_BEFORE_MS = 400;
/** From an event to the push that it sends, as far as it can be guessed. */
const ON_ITS_WAY_MS = 250;

const journeyNamed = (name: string): LoadJourney => LOAD_JOURNEYS.find(({ journey }) => journey === name)!;
const NOTICE = journeyNamed('notice');
const AT_ONCE = [NOTICE, NOTICE, journeyNamed('password'), journeyNamed('offer')];
const RUNG = journeyNamed('escalation');
const WAIT = journeyNamed('reminder');

/** The events of a race, and how long after its STOP the message of the last one is due. */
export interface EventsAround {
  readonly events: PlannedEvent[];
  readonly dueAfterMs: number;
}

/** What is about to reach the holders of a number when the STOP comes: the due times lie around it. */
export function eventsAround(about: {
  readonly kind: Exclude<RaceKind, 'campaign'>;
  readonly holders: readonly Person[];
  readonly stopAt: number;
  readonly nemesis: string;
  readonly dice: Dice;
}): EventsAround {
  const { kind, holders, stopAt, nemesis, dice } = about;
  const dueAfterMs = dice.between(EARLIEST_MS, LATEST_MS);
  const events = holders.flatMap((person) =>
    startsOf(kind, dueAfterMs, dice).map(([journey, offset], n) => {
      const source = `/nemesis/${nemesis}/races`;
      const id = `${person.id}-${n}`;
      return {
        atMs: Math.max(0, stopAt + offset),
        id,
        source,
        person,
        journey,
        run: runOf({ journey: journey.journey, source, id, recipient: person.id }),
        via: dice.chance() < 0.5 ? ('http' as const) : ('kafka' as const),
        isRepeated: false,
        opensAfterMs: undefined,
      };
    }),
  );
  return { events, dueAfterMs };
}

/** Which journeys start, and when, counted from the STOP. */
function startsOf(
  kind: Exclude<RaceKind, 'campaign'>,
  dueAfterMs: number,
  dice: Dice,
): readonly (readonly [LoadJourney, number])[] {
  switch (kind) {
    case 'event': {
      const close = dice.between(-CLOSE_MS, CLOSE_MS);
      const before = dice.between(-JUST_BEFORE_MS, 0);
      return [dice.pick([close, before]), dueAfterMs].map((offset) => [dice.pick(AT_ONCE), offset] as const);
    }
    case 'rung':
      return [[RUNG, dueAfterMs - PUSH_WITHIN_MS - ON_ITS_WAY_MS]];
    case 'wait':
      return [[WAIT, dueAfterMs - WAIT_MS]];
    case 'deferral':
      return [[NOTICE, 0]];
  }
}
