import { compileJourney } from '@hermod/journey';
import type { UnitOfWork } from '@hermod/messaging';
import { Inject, Injectable } from '@nestjs/common';
import { eraseRuns, type RunsToErase } from '../../storage/erase-runs.ts';
import { JourneyCatalog } from '../journeys/journey-catalog.ts';
import { RunChanges } from './run-changes.ts';

const WHY = { rule: 'recipient erased', values: {} };

/** Ends the runs of those who were erased, takes back what they had asked for, and empties them with all earlier ones. */
@Injectable()
export class EraseRunsOf {
  readonly #catalog: JourneyCatalog;
  constructor(@Inject(JourneyCatalog) catalog: JourneyCatalog) {
    this.#catalog = catalog;
  }

  async execute(erased: readonly RunsToErase[], unit: UnitOfWork): Promise<void> {
    if (erased.length === 0) return;
    const changes = RunChanges.of(unit, this.#catalog);
    const upTo = new Map(erased.map(({ recipient, startedBy }) => [recipient, startedBy]));
    for (const id of await changes.loadRunning(new Set(upTo.keys()), IN_PLACE)) {
      const { run, traceparent } = changes.get(id)!.stored;
      const startedBy = upTo.get(run.recipient);
      if (startedBy !== undefined && run.startedAt > startedBy.getTime()) continue;
      changes.apply(id, { kind: 'cancel', why: WHY }, {}, traceparent);
    }
    // Behind what this unit writes of them, whichever of its facts told them something.
    unit.beforeCommit(async () => {
      for (const one of erased) await eraseRuns(unit.sql, one, unit.now);
    });
  }
}

/** Stands for a version that this build doesn't understand: ending a run takes none of its steps. */
const IN_PLACE = compileJourney({
  journey: 'erased',
  purpose: 'transactional',
  start: { on: 'none' },
  steps: [{ id: 'end', end: 'cancelled' }],
});
