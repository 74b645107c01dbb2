import { readInbound } from '@hermod/consent-policy';
import type { CompiledJourney } from '../language/compile-journey.ts';
import { launchEvent } from './launch-event.ts';
import type { EventOf, Happening } from './scenario.ts';
import type { World } from './world.ts';

/** Lets one line of a scenario happen. What can't be done is noted as a mistake of that line. */
export function play(
  world: World,
  journeys: readonly CompiledJourney[],
  happening: Happening,
  n: number,
): void {
  const problem = playOne(world, journeys, happening, n);
  if (problem !== undefined) world.notebook.mistakes.push({ field: `happens[${n}]`, message: problem });
}

function playOne(
  world: World,
  journeys: readonly CompiledJourney[],
  happening: Happening,
  n: number,
): string | undefined {
  const { runs, person, delivery, agenda } = world;
  const at = agenda.now;
  if ('event' in happening) world.hear(toView(happening.event, world, n));
  else if ('signal' in happening) return world.signal(happening.of, happening.signal);
  else if ('answer' in happening) return world.answer(happening.of, happening.answer);
  else if ('text' in happening) return writeBack(world, happening);
  else if ('consent' in happening) return allow(world, happening);
  else if ('recipient' in happening) person.change(happening.recipient);
  else if ('provider' in happening) {
    const { at: _at, provider, ...behaviour } = happening;
    delivery.behave(provider, behaviour);
  } else if ('pause' in happening) runs.pause(happening.pause);
  else if ('resume' in happening) runs.resume(happening.resume);
  else if ('cancel' in happening) runs.cancel(happening.cancel);
  else {
    const journey = journeys.find(({ document }) => document.journey === happening.launch)!;
    runs.launch(journey, launchEvent(journey, at, happening.data));
  }
  return undefined;
}

function writeBack(world: World, { text, from }: Extract<Happening, { text: string }>): string | undefined {
  const { person, agenda, notebook } = world;
  const meaning = readInbound(text);
  notebook.tell({ at: agenda.now, what: `text (${meaning})` });
  world.hearText(text, meaning);
  if (meaning !== 'opt-out' && meaning !== 'opt-in') return undefined;
  const point = person.heed(meaning, from, agenda.now);
  if (point === undefined) return 'the recipient has no such number';
  if (meaning === 'opt-out') {
    const at = new Date(agenda.now).toISOString();
    world.optOut({ channels: ['sms', 'mms', 'rcs'] }, { rule: 'opted out by text', values: { at } });
  }
  return undefined;
}

function allow(world: World, { consent }: Extract<Happening, { consent: object }>): string | undefined {
  const { person, agenda, notebook } = world;
  const recorded = person.record(consent, agenda.now);
  if (recorded === undefined) return `the recipient has no such contact point for ${consent.channel}`;
  const { entry, scope } = recorded;
  notebook.tell({ at: agenda.now, what: `consent ${entry.state} (${entry.channel})` });
  if (entry.state === 'withdrawn')
    world.optOut(scope, { rule: 'consent withdrawn', values: { ledger: entry.id } });
  return undefined;
}

/** The event as conditions and templates see it. */
function toView(
  { id, source, type, time, recipient, data, priority }: EventOf,
  { person, agenda }: World,
  n: number,
): Readonly<Record<string, unknown>> {
  return {
    id: id ?? `event-${n + 1}`,
    source: source ?? '/scenario',
    type,
    time: time ?? new Date(agenda.now).toISOString(),
    recipient: recipient ?? person.id,
    ...(data === undefined ? {} : { data }),
    ...(priority === undefined ? {} : { priority }),
  };
}
