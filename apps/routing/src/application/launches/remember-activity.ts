import {
  type DomainEvent,
  isOfPerson,
  type InboundReceived,
  type ReceiptRecorded,
  Signal,
} from '@hermod/contracts';
import type { Received, UnitOfWork } from '@hermod/messaging';
import { Injectable } from '@nestjs/common';
import { type Activity, keepActivity, loadActivity } from '../../storage/recipient-activity.ts';
import { newestTimes } from './newest-times.ts';

/** Names of one kind that are kept of a recipient: those that came last. */
const MOST_NAMES = 100;

/** What a unit of work has heard of a recipient and not written yet. */
interface Heard {
  readonly events: Map<string, number>;
  readonly signals: Map<string, number>;
}

/**
 * Keeps when recipients did what last, for the conditions of audiences: events by type, and signals. Written once a unit,
 * whoever tells of it. It is kept whether any audience asks or not: one that is published later asks about what was before.
 */
@Injectable()
export class RememberActivity {
  readonly #byUnit = new WeakMap<UnitOfWork, Map<string, Heard>>();

  events(facts: readonly Received<DomainEvent>[], unit: UnitOfWork): void {
    for (const { recipient, data } of facts)
      note(this.#of(recipient, unit).events, data.type, data.time, unit);
  }

  receipts(facts: readonly Received<ReceiptRecorded>[], unit: UnitOfWork): void {
    for (const { recipient, data } of facts) {
      const signal = Signal.safeParse(data.kind);
      if (signal.success && isOfPerson(data.weak))
        note(this.#of(recipient, unit).signals, signal.data, data.at, unit);
    }
  }

  answers(facts: readonly Received<InboundReceived>[], unit: UnitOfWork): void {
    for (const { recipient, data } of facts)
      note(this.#of(recipient, unit).signals, 'replied', data.at, unit);
  }

  #of(recipient: string, unit: UnitOfWork): Heard {
    const byRecipient = this.#byUnit.get(unit) ?? this.#begin(unit);
    const heard = byRecipient.get(recipient) ?? { events: new Map(), signals: new Map() };
    byRecipient.set(recipient, heard);
    return heard;
  }

  #begin(unit: UnitOfWork): Map<string, Heard> {
    const byRecipient = new Map<string, Heard>();
    this.#byUnit.set(unit, byRecipient);
    unit.beforeCommit(async () => {
      const known = await loadActivity(unit.sql, [...byRecipient.keys()]);
      await keepActivity(
        unit.sql,
        known.flatMap((activity) => changed(activity, byRecipient) ?? []),
      );
    });
    return byRecipient;
  }
}

/** What is known of a recipient with what was heard; undefined when that was known. */
function changed(known: Activity, byRecipient: ReadonlyMap<string, Heard>): Activity | undefined {
  const heard = byRecipient.get(known.recipient)!;
  const events = newestTimes(known.events, heard.events, MOST_NAMES);
  const signals = newestTimes(known.signals, heard.signals, MOST_NAMES);
  if (events === known.events && signals === known.signals) return undefined;
  return { recipient: known.recipient, events, signals };
}

/** What is said to come from the future would count for ever; without a time, it is now. */
function note(times: Map<string, number>, name: string, said: string | undefined, { now }: UnitOfWork): void {
  const at = said === undefined ? now.getTime() : Math.min(Date.parse(said), now.getTime());
  times.set(name, Math.max(times.get(name) ?? at, at));
}
