import { nextOccurrence } from '@hermod/calendar';
import { decideStart, holds, readJourney } from '@hermod/journey';
import { describe, expect, it } from 'vitest';
import { exampleNames, readExample, type Start } from './example.ts';
import { playExample } from './play-example.ts';

describe.each(exampleNames().map(readExample))('the example $name', (example) => {
  const journey = readJourney(example.source, 'yaml');
  const { start } = journey.document;

  it.each(example.plays)('does what the page says: $title', (play) => {
    const { run, deeds } = playExample(journey, play);
    expect(deeds).toEqual(play.expect);
    expect(run.status).toBe('ended');
    if (play.variables !== undefined) expect(run.vars).toEqual(play.variables);
  });

  if (example.starts.length > 0)
    it.each(example.starts)('starts a run, or none: $event $recipient', (occasion) => {
      const decided = start.audience === undefined ? startsRun(occasion) : isMeant(occasion);
      expect(decided).toEqual({ starts: occasion.yes, counts: occasion.counts });
    });

  if (example.next !== undefined)
    it('starts when the page says', () => {
      const { every, zone } = start.audience!;
      const at = nextOccurrence(every!, zone!, Date.parse(example.next!.after));
      expect(at).toBe(Date.parse(example.next!.at));
    });

  function startsRun({ event, recipient }: Start): { starts: boolean; counts?: unknown } {
    const view = { id: 'e-1', source: '/example', type: start.on, data: event };
    const scope = { event: view, start: view, recipient, vars: {}, now: new Date() };
    const beginning = decideStart(journey, scope);
    if (!beginning.starts || beginning.once === undefined) return { starts: beginning.starts };
    return { starts: true, counts: JSON.parse(beginning.once.value) as unknown };
  }

  function isMeant({ event, recipient, lastEvent, lastSignal }: Start): { starts: boolean } {
    const scope = {
      event: { type: start.on ?? 'launch', data: event },
      recipient,
      lastEvent: toDates(lastEvent),
      lastSignal: toDates(lastSignal),
      now: new Date(example.next?.at ?? '2026-11-22T12:00:00Z'),
    };
    return { starts: holds(journey.audienceWhere!, scope).holds };
  }
});

const toDates = (times: Readonly<Record<string, string>>): Record<string, Date> =>
  Object.fromEntries(Object.entries(times).map(([name, at]) => [name, new Date(at)]));
