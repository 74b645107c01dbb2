import { durationMs } from '@hermod/calendar';
import { error, type Finding, warning } from '../problem.ts';
import { readPlaces, type Sketch } from './sketch.ts';

/** What starts a run, what it is for, and what follows from both for its steps. */
export function findStartMistakes(sketch: Sketch): Finding[] {
  const { start, purpose, topic, exit, expires } = sketch.head;
  const findings: Finding[] = [];
  if (
    purpose === 'marketing' &&
    topic === undefined &&
    !sketch.places.some((place) => place.step === undefined)
  )
    findings.push(
      warning(
        'topic',
        'without a topic people can refuse this only together with everything else',
        'name what it is about, such as `offers`',
      ),
    );
  if (start !== undefined && start.on === undefined) findings.push(...findUncollectable(sketch));
  if (expires !== undefined && durationMs(expires) === 0)
    findings.push(error('expires', 'a run would be over before it begins', 'make it longer'));
  const { once } = start ?? {};
  if (once?.within !== undefined && durationMs(once.within) === 0)
    findings.push(
      error(
        'start.once.within',
        'nothing can happen twice within no time',
        'make it longer, or leave `once` out',
      ),
    );
  for (const [index, { on, when }] of (exit ?? []).entries())
    if (on === start?.on && when === undefined)
      findings.push(
        warning(
          `exit[${index}]`,
          'every event that starts a run ends the one before it',
          'say with `when` which of them ends it',
        ),
      );
  return findings;
}

/** Without an event that starts the journey, `collect` has to say itself what it collects. */
function findUncollectable(sketch: Sketch): Finding[] {
  return readPlaces(sketch).flatMap(({ step, at }) =>
    'collect' in step && step.collect.on === undefined
      ? [
          error(
            `${at}.collect.on`,
            'an audience starts this journey, so there is no event to collect more of',
            'name the type of the events',
          ),
        ]
      : [],
  );
}
