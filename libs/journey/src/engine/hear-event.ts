import { holds } from '../language/condition.ts';
import type { Draft } from './draft.ts';
import { leaveStep } from './enter-step.ts';
import { collectEvent, isCollected } from './steps/collect.ts';
import { hearAtWait, rememberForWaits } from './steps/wait.ts';
import type { EventView } from './stimulus.ts';

/** A domain event came for the run's recipient: it may end the run, be what a step waits for, or be collected. */
export function hearEvent(draft: Draft, event: EventView): void {
  const { position, status } = draft.run;
  if (status === 'ended' || position === undefined) return;
  const exit = draft.journey.exits.find(
    ({ on, when }) => on === event['type'] && (when === undefined || holds(when, draft.scope(event)).holds),
  );
  if (exit !== undefined) {
    const values = { on: exit.on, event: event['id'] };
    return draft.end('cancelled', { rule: exit.when?.source ?? 'exit.on', values });
  }
  rememberForWaits(draft, event);
  const leaving =
    position.kind === 'wait'
      ? hearAtWait(draft, position.step, event)
      : position.kind === 'collect' && isCollected(draft, position.step, event)
        ? collectEvent(draft, position.step, event)
        : undefined;
  if (leaving !== undefined) leaveStep(draft, position.step, leaving);
}
