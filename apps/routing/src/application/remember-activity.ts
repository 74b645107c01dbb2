import { type DomainEvent, type ReceiptRecorded, Signal } from '@hermod/contracts';
import type { Received, UnitOfWork } from '@hermod/messaging';
import { Injectable } from '@nestjs/common';
import { rememberActivity } from '../storage/recipient-activity.ts';

/** What units of work have gathered and not written yet. */
interface Gathered {
  readonly events: Record<string, number>;
  readonly signals: Record<string, number>;
}

/**
 * Keeps when recipients did what last, for the conditions of audiences: events by type, and signals. Written once a unit,
 * whoever tells of it. It is kept whether any audience asks or not: one that is published later asks about what was before.
 */
@Injectable()
export class RememberActivity {
  readonly #byUnit = new WeakMap<UnitOfWork, Map<string, Gathered>>();

  events(facts: readonly Received<DomainEvent>[], unit: UnitOfWork): void {
    for (const { recipient, data } of facts) {
      const { events } = this.#of(recipient, unit);
      raise(events, data.type, data.time, unit);
    }
  }

  receipts(facts: readonly Received<ReceiptRecorded>[], unit: UnitOfWork): void {
    for (const { recipient, data } of facts) {
      const signal = Signal.safeParse(data.kind);
      if (signal.success) raise(this.#of(recipient, unit).signals, signal.data, data.at, unit);
    }
  }

  #of(recipient: string, unit: UnitOfWork): Gathered {
    const known = this.#byUnit.get(unit) ?? this.#begin(unit);
    const gathered = known.get(recipient) ?? { events: noTimes(), signals: noTimes() };
    known.set(recipient, gathered);
    return gathered;
  }

  #begin(unit: UnitOfWork): Map<string, Gathered> {
    const gathered = new Map<string, Gathered>();
    this.#byUnit.set(unit, gathered);
    unit.beforeCommit(() =>
      rememberActivity(
        unit.sql,
        [...gathered].map(([recipient, times]) => ({ recipient, ...times })),
      ),
    );
    return gathered;
  }
}

/** Without a prototype: event types are what upstream calls them, also `constructor`. */
const noTimes = (): Record<string, number> => Object.create(null) as Record<string, number>;

/** What is said to come from the future would count for ever; without a time, it is now. */
function raise(
  times: Record<string, number>,
  name: string,
  said: string | undefined,
  { now }: UnitOfWork,
): void {
  const at = said === undefined ? now.getTime() : Math.min(Date.parse(said), now.getTime());
  times[name] = Math.max(times[name] ?? 0, at);
}
