import type { EventView } from '@hermod/journey';
import type { UnitOfWork } from '@hermod/messaging';
import type { Member } from '../../storage/audience.ts';
import { type Candidate, Once, type Occasion } from '../runs/find-candidates.ts';
import type { CatalogEntry, JourneyCatalog } from '../journeys/journey-catalog.ts';
import { eventFor, judgeMember, onceOf } from './judge-member.ts';
import { RunChanges } from '../runs/run-changes.ts';
import { startRun } from '../runs/start-run.ts';

/** Members of an audience, and what their runs start with. */
export interface MembersToStart {
  readonly entry: CatalogEntry;
  readonly event: EventView;
  readonly members: readonly Member[];
  readonly traceparent: string | undefined;
}

/** What became of them. */
export interface StartedMembers {
  readonly chosen: number;
  readonly started: number;
  readonly skipped: number;
  readonly failed: number;
}

/**
 * Starts the runs of those who are of the audience now that their locks are held. A run that was there already, as after an
 * instance that died, starts nothing.
 */
export async function startMembers(
  { entry, event, members, traceparent }: MembersToStart,
  unit: UnitOfWork,
  catalog: JourneyCatalog,
): Promise<StartedMembers> {
  const changes = RunChanges.of(unit, catalog);
  const attributes = new Map(members.map((member) => [member.recipient, member.attributes]));
  let chosen = 0;
  const candidates = members.flatMap((member): Candidate<Occasion>[] => {
    const view = eventFor(member, event);
    if (!judgeMember(entry.compiled, member, view, unit.now).chosen) return [];
    chosen += 1;
    const rule = onceOf(entry.compiled, member, view, unit.now);
    return rule === undefined
      ? []
      : [{ entry, event: { recipient: member.recipient, view, traceparent }, ...rule }];
  });
  const once = await Once.load(unit, changes, candidates);
  const ids = candidates.flatMap((candidate) => {
    const known = attributes.get(candidate.event.recipient) ?? {};
    return startRun(candidate, { changes, once, known, now: unit.now }) ?? [];
  });
  await changes.insertNew();
  await once.remember();
  const started = ids.filter((id) => changes.get(id) !== undefined).length;
  return { chosen, started, skipped: chosen - started, failed: 0 };
}
