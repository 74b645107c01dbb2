import { Inject, Injectable } from '@nestjs/common';
import type { Stimulus } from '@hermod/journey';
import type { UnitOfWork } from '@hermod/messaging';
import { counterOf, METRICS } from '@hermod/telemetry';
import { loadAttributes } from '../../storage/recipients.ts';
import { JourneyCatalog } from '../journeys/journey-catalog.ts';
import { measureFirstHandOver } from './measure-first-hand-over.ts';
import { RunChanges } from './run-changes.ts';

const unmatched = counterOf(METRICS.receiptsUnmatched);

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
      if (journey?.asksRecipient === true) curious.add(stored!.run.recipient);
    }
    const attributes = await loadAttributes(unit.sql, [...curious]);
    for (const { runId, stimulus, traceparent } of stimuli) {
      const known = changes.get(runId);
      if (known === undefined) {
        if (stimulus.kind === 'receipt') unit.afterCommit(() => unmatched.inc({ reason: 'run' }));
        continue;
      }
      measureFirstHandOver(known, stimulus, unit);
      changes.apply(runId, stimulus, attributes.get(known.stored.run.recipient) ?? {}, traceparent);
    }
  }
}
