import { Inject, Injectable } from '@nestjs/common';
import type { Stimulus } from '@hermod/journey';
import type { UnitOfWork } from '@hermod/messaging';
import { loadRuns } from '../storage/journey-runs.ts';
import { loadAttributes } from '../storage/recipients.ts';
import { JourneyCatalog } from './journey-catalog.ts';
import { RunChanges } from './run-changes.ts';

/** Something that a run is told. */
export interface RunStimulus {
  readonly runId: string;
  readonly stimulus: Stimulus;
  readonly traceparent: string | undefined;
}

/** Tells runs what happened and does what follows. Runs that are unknown here, as consent's own answers, are passed over. */
@Injectable()
export class AdvanceRuns {
  readonly #catalog: JourneyCatalog;
  constructor(@Inject(JourneyCatalog) catalog: JourneyCatalog) {
    this.#catalog = catalog;
  }

  async execute(stimuli: readonly RunStimulus[], unit: UnitOfWork): Promise<void> {
    const runs = await loadRuns(unit.sql, [...new Set(stimuli.map(({ runId }) => runId))]);
    const changes = new RunChanges(unit);
    const curious = new Set<string>();
    for (const stored of runs.values()) {
      // A run may be moved only under its recipient's lock.
      if (!unit.holds(stored.run.recipient)) continue;
      const entry = await this.#catalog.version(unit.sql, stored.run.journey, stored.run.version);
      if (entry === undefined) continue;
      changes.add(stored, entry.compiled, false);
      if (entry.compiled.document.steps.some((step) => 'branch' in step)) curious.add(stored.run.recipient);
    }
    const attributes = await loadAttributes(unit.sql, [...curious]);
    for (const { runId, stimulus, traceparent } of stimuli) {
      const stored = runs.get(runId);
      if (stored === undefined) continue;
      changes.apply(runId, stimulus, attributes.get(stored.run.recipient) ?? {}, traceparent);
    }
    await changes.write();
  }
}
