import { setTimeout as wait } from 'node:timers/promises';
import { attemptId, contactPointId } from '@hermod/contracts';
import { callHttp } from '../../system/http-json.ts';
import { QUIET_LEDGER_MS, type LedgerReader } from '../ledger-reader.ts';
import type { System } from '../../system/system.ts';
import type { Dice } from '../dice.ts';
import type { AnsweredSignal, AnsweredStop, GivenAnswer } from '../evidence.ts';
import { Guests } from './guests.ts';
import { pushOf } from './journeys.ts';
import { type Person, pushAddressOf } from './people.ts';
import type { PlannedEvent } from './send-events.ts';
import { untilTaken } from './until-taken.ts';

/** From the first text to the STOP. */
const STOPS_WITHIN_MS = 15_000;
/** Of the opened pushes, for how many the device reports the delivery only afterwards. */
const TOLD_LATE = 0.2;

/** The people of the load: they open pushes, answer questions and say STOP, some time after something has reached their phone. */
export class Crowd {
  readonly signals: AnsweredSignal[] = [];
  readonly stops: AnsweredStop[] = [];
  readonly #system: System;
  readonly #ledger: LedgerReader;
  readonly #dice: Dice;
  readonly #guests: Guests;
  /** By what the provider calls the push: the message, or its first attempt. */
  readonly #opens: ReadonlyMap<string, { readonly push: string; readonly afterMs: number }>;
  /** By the number that is waited for. */
  readonly #stopping: Map<string, Person>;
  readonly #acting = new Set<Promise<void>>();
  readonly #leaving = new AbortController();
  #following: Promise<void> | undefined;

  constructor(about: {
    system: System;
    ledger: LedgerReader;
    people: readonly Person[];
    events: readonly PlannedEvent[];
    dice: Dice;
  }) {
    this.#system = about.system;
    this.#ledger = about.ledger;
    this.#dice = about.dice;
    this.#guests = new Guests(about.system, about.events);
    this.#opens = new Map(about.events.flatMap(toOpen));
    this.#stopping = new Map(about.people.filter(({ stops }) => stops).map((each) => [each.number, each]));
  }

  /** What was answered to the load's questions. */
  get answers(): readonly GivenAnswer[] {
    return this.#guests.answers;
  }

  /** Begins to look at the phones. */
  watch(): void {
    this.#following = this.#follow();
    // What goes wrong with it is told to whoever lets them leave, and ends nothing before.
    this.#following.catch(() => undefined);
  }

  /**
   * Resolves when everybody has done what they were about to do.
   * @throws when nobody could look at the phones any more
   */
  async leave(): Promise<void> {
    this.#leaving.abort();
    await this.#following;
    await Promise.all(this.#acting);
  }

  async #follow(): Promise<void> {
    const seen = new Set<string>();
    while (!this.#leaving.signal.aborted) {
      for (const entry of await this.#ledger.news()) {
        const { acceptedAt, message, to } = entry;
        if (acceptedAt === undefined) continue;
        const answering = this.#guests.see(entry);
        if (answering !== undefined) this.#act(answering);
        this.#hear(to);
        if (message === undefined || seen.has(message)) continue;
        seen.add(message);
        this.#open(message);
      }
      await wait(QUIET_LEDGER_MS);
    }
  }

  #open(message: string): void {
    const open = this.#opens.get(message);
    if (open !== undefined) this.#act(this.#openLater(open.push, open.afterMs));
  }

  /** Something has reached a number; whoever says STOP does so after the first. */
  #hear(to: string | undefined): void {
    const person = to === undefined ? undefined : this.#stopping.get(to);
    if (person === undefined) return;
    this.#stopping.delete(person.number);
    this.#act(this.#stop(person, this.#dice.between(0, STOPS_WITHIN_MS)));
  }

  #act(action: Promise<void>): void {
    this.#acting.add(action);
    void action.finally(() => this.#acting.delete(action));
  }

  async #openLater(message: string, afterMs: number): Promise<void> {
    await wait(afterMs);
    await this.#report(message, 'opened');
    if (this.#dice.chance() < TOLD_LATE) await this.#report(message, 'delivered');
  }

  async #report(message: string, signal: 'opened' | 'delivered'): Promise<void> {
    const body = { message, signal, at: new Date().toISOString() };
    const headers = { authorization: `Bearer ${this.#system.apiKey}` };
    const url = `${this.#system.gatewayUrl}/v1/signals`;
    const isTaken = await untilTaken(async () => (await callHttp(url, { body, headers })).status < 300);
    if (isTaken) this.signals.push({ message, signal, answeredAt: Date.now() });
  }

  async #stop({ id, number }: Person, afterMs: number): Promise<void> {
    await wait(afterMs);
    const url = `${this.#system.simulatorUrl}/phones/${number}/replies`;
    const isTaken = await untilTaken(async () => {
      const { body } = await callHttp(url, { body: { text: 'STOP' } });
      return (body as { isTaken?: boolean }).isTaken === true;
    });
    if (isTaken) this.stops.push({ number, recipient: id, answeredAt: Date.now() });
  }
}

/** The simulator's own protocol names attempts, the others messages. */
function toOpen({
  journey,
  run,
  person,
  opensAfterMs: afterMs,
}: PlannedEvent): [string, { push: string; afterMs: number }][] {
  const push = pushOf(journey, run);
  if (push === undefined || afterMs === undefined) return [];
  const token = contactPointId(person.id, 'push', pushAddressOf(person));
  const open = { push, afterMs };
  return [
    [push, open],
    [attemptId(push, token, 0), open],
  ];
}
