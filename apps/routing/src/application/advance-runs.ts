import { Inject, Injectable } from '@nestjs/common';
import type { Stimulus } from '@hermod/journey';
import type { UnitOfWork } from '@hermod/messaging';
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
    const changes = RunChanges.of(unit, this.#catalog);
    await changes.load(stimuli.map(({ runId }) => runId));
    const curious = new Set<string>();
    for (const { runId } of stimuli) {
      const { stored, journey } = changes.get(runId) ?? {};
      if (journey?.document.steps.some((step) => 'branch' in step)) curious.add(stored!.run.recipient);
    }
    const attributes = await loadAttributes(unit.sql, [...curious]);
    for (const { runId, stimulus, traceparent } of stimuli) {
      const recipient = changes.get(runId)?.stored.run.recipient;
      if (recipient === undefined) continue;
      changes.apply(runId, stimulus, attributes.get(recipient) ?? {}, traceparent);
    }
  }
}
