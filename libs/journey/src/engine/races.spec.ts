import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { Play } from '../../test/play.ts';
import { ESCALATION_RACES, type Race, raced, type Told } from '../../test/races.ts';
import { STEP_RACES } from '../../test/step-races.ts';

const WHY = { rule: 'by hand', values: {} };

/** A race as it went: what was told in which order, and what the world was asked to do then. */
interface Course {
  readonly race: Race;
  readonly what: string;
  readonly order: readonly Told[];
  readonly did: readonly string[];
}

const COURSES = [...ESCALATION_RACES, ...STEP_RACES].flatMap((race): Course[] => [
  course(race, [race.one, race.other], race.oneFirst),
  course(race, [race.other, race.one], race.otherFirst),
]);

function course(race: Race, order: readonly Told[], did: readonly string[]): Course {
  return { race, what: `${race.what}: ${order.map(([what]) => what).join(', then ')}`, order, did };
}

/** A run that stands where the two meet. */
function standing({ journey, begin }: Race): Play {
  const play = new Play(journey ?? raced());
  begin(play);
  return play;
}

function told({ race, order }: Course): Play {
  const play = standing(race);
  for (const [, tell] of order) tell(play);
  return play;
}

const requests = ({ did }: Play): string[] => did.filter((line) => line.includes('request'));
const endOf = ({ run: { outcome, position } }: Play): object => ({ outcome, position });

describe.each(COURSES)('$what', (course) => {
  const { race, order, did } = course;

  it('comes to this end', () => {
    expect(told(course).did.slice(standing(race).did.length)).toEqual(did);
  });

  it.each([0, 1, 2])('asks for nothing once it was cancelled, after %d of them', (before) => {
    const play = standing(race);
    for (const [, tell] of order.slice(0, before)) tell(play);
    const { outcome } = play.tell({ kind: 'cancel', why: WHY }).run;
    const asked = play.did.length;
    for (const [, tell] of order.slice(before)) tell(play);
    play.pass(100_000);
    expect(play.did).toHaveLength(asked);
    expect(play.run).toMatchObject({ status: 'ended', outcome, timers: {} });
  });

  it('asks for nothing while its journey is paused, and then comes to an end that it could have come to', () => {
    const play = standing(race);
    const asked = requests(play);
    play.pause();
    for (const [, tell] of order) tell(play);
    expect(requests(play)).toEqual(asked);
    play.resume().pass(0);
    const ends = COURSES.filter((other) => other.race === race).map((other) => endOf(told(other)));
    expect(ends).toContainEqual(endOf(play));
  });
});

describe.each(COURSES.filter(({ race }) => race.counts !== true))('$what', ({ race, order, did }) => {
  it('comes to the same end when each is told twice, and the first once more', () => {
    const play = standing(race);
    const before = play.did.length;
    for (const [, tell] of [...order.flatMap((one) => [one, one]), order[0]!]) tell(play);
    expect(play.did.slice(before)).toEqual(did);
  });
});

it('every race stands in docs/races.md, by its name and once', () => {
  const page = readFileSync(new URL('../../../../docs/races.md', import.meta.url), 'utf8');
  const named = page.split('\n').map((line) => line.split('|')[1]?.trim());
  for (const { what } of [...ESCALATION_RACES, ...STEP_RACES])
    expect(
      named.filter((name) => name === what),
      what,
    ).toHaveLength(1);
});
