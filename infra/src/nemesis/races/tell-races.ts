import { findBehind } from '../checker/caught-up.ts';
import { FRESH_WITHIN_MS, isAgainst } from '../checker/after-stop.ts';
import { attemptsByMessage, callsByMessage, isAccepted } from '../checker/calls.ts';
import { openedAt } from '../checker/openings.ts';
import { LOAD_JOURNEYS } from '../load/journeys.ts';
import type { AnsweredStop, AttemptRow, Evidence, ProviderCall, RunRow } from '../evidence.ts';

/** What became of the texts that met a STOP. */
export interface RaceFigures {
  /** Races whose STOP was answered. */
  readonly races: number;
  readonly byKind: Readonly<Record<string, number>>;
  readonly byDoor: Readonly<Record<string, number>>;
  /** Texts that were asked for and are covered by a STOP. */
  readonly texts: number;
  /** Handed over before the answer; within two seconds of it; later than that; after a START had lifted it. */
  readonly before: number;
  readonly within: number;
  readonly late: number;
  readonly lifted: number;
  /** Never handed over; and of these, how many consent had permitted before. */
  readonly prevented: number;
  readonly heldBack: number;
  /** From the answer to each call that followed it and had not been lifted, ascending. In milliseconds. */
  readonly followedAfterMs: readonly number[];
  /** STOPs that delivery wrote down more than two seconds later. */
  readonly unreadLong: number;
}

type Fate = 'before' | 'within' | 'late' | 'lifted' | 'prevented';

/** Counts what became of the texts of the races. */
export function figuresOf(evidence: Evidence): RaceFigures {
  const raced = evidence.stops.filter(({ race }) => race !== undefined);
  const byRace = new Map(raced.map(({ race }) => [race!.id, race!]));
  const count = (key: 'kind' | 'door'): Record<string, number> =>
    Object.fromEntries(
      [...Map.groupBy(byRace.values(), (race) => race[key])].map(([name, all]) => [name, all.length]),
    );
  const texts = textsOf(
    evidence,
    Map.groupBy(raced, ({ recipient }) => recipient),
  );
  const fates = Map.groupBy(texts, ({ fate }) => fate);
  const many = (fate: Fate): number => fates.get(fate)?.length ?? 0;
  const racers = new Set(raced.map(({ recipient }) => recipient));
  return {
    races: byRace.size,
    byKind: count('kind'),
    byDoor: count('door'),
    texts: texts.length,
    before: many('before'),
    within: many('within'),
    late: many('late'),
    lifted: many('lifted'),
    prevented: many('prevented'),
    heldBack: texts.filter(({ fate, isHeldBack }) => fate === 'prevented' && isHeldBack).length,
    followedAfterMs: texts.flatMap(({ followedAfterMs }) => followedAfterMs).sort((a, b) => a - b),
    unreadLong: findBehind(evidence).filter(({ recipient }) => racers.has(recipient)).length,
  };
}

interface Met {
  readonly fate: Fate;
  readonly followedAfterMs: readonly number[];
}

interface Text extends Met {
  /** Delivery had it. */
  readonly isHeldBack: boolean;
}

function textsOf(evidence: Evidence, stopsOf: ReadonlyMap<string, readonly AnsweredStop[]>): Text[] {
  const attempts = attemptsByMessage(evidence);
  const calls = callsByMessage(evidence);
  return [...evidence.runs.values()].flatMap((run) =>
    asked(run, evidence).flatMap(({ id, purpose, channel }) => {
      const stops = (stopsOf.get(run.recipient) ?? []).filter((stop) =>
        isAgainst(stop, { channel, purpose, run: run.id }),
      );
      // What counts is the last word.
      const stop = stops.toSorted((a, b) => a.answeredAt - b.answeredAt).at(-1);
      if (stop === undefined) return [];
      const met = fateOf(stop, attempts.get(id) ?? [], calls.get(id) ?? []);
      return [{ ...met, isHeldBack: evidence.messages.has(id) }];
    }),
  );
}

/** Delivery never hears of what consent refused: then the journey tells for what a message was meant. */
function asked({ messages, journey }: RunRow, evidence: Evidence) {
  const meant = LOAD_JOURNEYS.find((each) => each.journey === journey)?.purpose ?? 'transactional';
  return messages.map(({ id, channel }) => ({
    id,
    channel,
    purpose: evidence.messages.get(id)?.purpose ?? meant,
  }));
}

function fateOf(
  { answeredAt, liftedAt = Number.POSITIVE_INFINITY }: AnsweredStop,
  attempts: readonly AttemptRow[],
  calls: readonly ProviderCall[],
): Met {
  const openings = [
    ...attempts.flatMap((attempt) => openedAt(attempt) ?? []),
    ...calls.map(({ receivedAt }) => receivedAt),
  ];
  const followedAfterMs = openings
    .filter((at) => at > answeredAt && at < liftedAt)
    .map((at) => at - answeredAt);
  const wasSent =
    calls.some(isAccepted) || attempts.some(({ state }) => state === 'accepted' || state === 'unknown');
  const last = Math.max(...openings);
  if (!wasSent) return { fate: 'prevented', followedAfterMs };
  if (last <= answeredAt || openings.length === 0) return { fate: 'before', followedAfterMs };
  if (last >= liftedAt) return { fate: 'lifted', followedAfterMs };
  return { fate: last - answeredAt <= FRESH_WITHIN_MS ? 'within' : 'late', followedAfterMs };
}

/** The figures in words; nothing where there were no races. */
export function tellRaces(evidence: Evidence): string[] {
  const figures = figuresOf(evidence);
  const { races, byKind, byDoor, texts, prevented, heldBack, before, within, late, lifted, unreadLong } =
    figures;
  if (races === 0) return [];
  const { followedAfterMs: after } = figures;
  const named = (counts: Readonly<Record<string, number>>): string =>
    Object.entries(counts)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([name, n]) => `${name} ${n}`)
      .join(', ');
  const at = (share: number): string => `${after[Math.ceil(after.length * share) - 1]} ms`;
  const spread =
    after.length === 0
      ? 'no call followed a STOP'
      : `${after.length} calls and openings followed a STOP: p50 ${at(0.5)}, p90 ${at(0.9)}, p99 ${at(0.99)}, latest ${at(1)}`;
  return [
    `  races of STOP: ${races} (${named(byKind)}; by ${named(byDoor)})`,
    `    of ${texts} texts ${prevented} were prevented (${heldBack} of them permitted before, and held back by delivery), ${before} were out before, ${within} within 2 s, ${late} later, ${lifted} after a START`,
    `    ${spread}; ${unreadLong} STOPs were unread by delivery for more than 2 s`,
  ];
}
