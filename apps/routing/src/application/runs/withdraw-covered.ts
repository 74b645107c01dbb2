import { Inject, Injectable } from '@nestjs/common';
import { type ConsentScope, covers } from '@hermod/contracts';
import type { CompiledJourney, Run, Why } from '@hermod/journey';
import type { UnitOfWork } from '@hermod/messaging';
import { loadAttributes } from '../../storage/recipients.ts';
import { JourneyCatalog } from '../journeys/journey-catalog.ts';
import { RunChanges } from './run-changes.ts';

/** A recipient no longer wants what the scope covers. */
export interface OptOut {
  readonly recipient: string;
  readonly scope: ConsentScope;
  readonly why: Why;
  readonly traceparent: string | undefined;
}

/** Takes back the messages that an opt-out covers; the runs go on with their next rung, none is ended. */
@Injectable()
export class WithdrawCovered {
  readonly #catalog: JourneyCatalog;
  constructor(@Inject(JourneyCatalog) catalog: JourneyCatalog) {
    this.#catalog = catalog;
  }

  async execute(optOuts: readonly OptOut[], unit: UnitOfWork): Promise<void> {
    const changes = RunChanges.of(unit, this.#catalog);
    const recipients = new Set(optOuts.map(({ recipient }) => recipient));
    const attributes = await loadAttributes(unit.sql, [...recipients]);
    for (const id of await changes.loadRunning(recipients)) {
      const { recipient } = changes.get(id)!.stored.run;
      for (const { scope, why, traceparent } of optOuts.filter((optOut) => optOut.recipient === recipient)) {
        const { stored, journey } = changes.get(id)!;
        const messages = coveredMessages(stored.run, journey, scope);
        if (messages.length === 0) continue;
        changes.apply(id, { kind: 'opted-out', messages, why }, attributes.get(recipient) ?? {}, traceparent);
      }
    }
  }
}

/** Open messages of a run that the scope covers. One contact point's withdrawal is left to delivery's last look. */
function coveredMessages(run: Run, { document }: CompiledJourney, scope: ConsentScope): string[] {
  if (scope.contactPoint !== undefined) return [];
  return Object.values(run.messages)
    .filter(({ state }) => state === 'requested' || state === 'deferred')
    .filter(({ channel }) => covers(scope, { channel, purpose: run.purpose, topic: document.topic }))
    .map(({ id }) => id);
}
