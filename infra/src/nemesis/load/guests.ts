import { setTimeout as wait } from 'node:timers/promises';
import { callHttp } from '../../system/http-json.ts';
import type { System } from '../../system/system.ts';
import type { GivenAnswer } from '../evidence.ts';
import type { LedgerEntry } from '../ledger-reader.ts';
import { type AskedOn, questionOf, REPLIES, type Reply } from './journeys.ts';
import { orderIn, orderOf } from './templates.ts';
import type { PlannedEvent } from './send-events.ts';
import { untilTaken } from './until-taken.ts';

/** Where people are asked and where they answer. */
type Doors = Pick<System, 'simulatorUrl' | 'gatewayUrl'>;

/** A question that has arrived. */
interface Asked {
  readonly event: PlannedEvent;
  readonly answer: NonNullable<PlannedEvent['answer']>;
  readonly message: string;
  readonly order: string;
  /** What a person reads. */
  readonly body: string;
}

/** The channel of each protocol on which questions come. */
const CHANNELS: Readonly<Record<string, AskedOn>> = { rbm: 'rcs', twilio: 'sms', smpp: 'sms', smtp: 'email' };
const WAYS = { rcs: 'chip', sms: 'text', email: 'link' } as const;
const CHANGES_MIND_AFTER_MS = 800;
/** Numbers that nobody has. */
const STRANGERS = '+4679';

/** The people who are asked something: they tap, write and follow links, some late, some twice; and strangers do as well. */
export class Guests {
  readonly answers: GivenAnswer[] = [];
  readonly #doors: Doors;
  /** By the order that the question names. */
  readonly #asked: Map<string, PlannedEvent>;
  #strangers = 0;

  constructor(doors: Doors, events: readonly PlannedEvent[]) {
    this.#doors = doors;
    const answered = events.filter(({ answer }) => answer !== undefined);
    this.#asked = new Map(answered.map((event) => [orderOf(event.id), event]));
  }

  /** Looks at what a provider has taken. @returns what follows from it, for whoever is asked on this channel and answers there. */
  see({ protocol, body = '' }: LedgerEntry): Promise<void> | undefined {
    const order = orderIn(body);
    const event = order === undefined ? undefined : this.#asked.get(order);
    if (order === undefined || event?.answer === undefined || CHANNELS[protocol] !== event.answer.on)
      return undefined;
    const { answer } = event;
    const message = questionOf(event.journey, event.run, answer.on);
    if (message === undefined) return undefined;
    this.#asked.delete(order);
    return this.#answer({ event, answer, message, order, body });
  }

  async #answer(asked: Asked): Promise<void> {
    const { afterMs, hasStranger, changesMind, reply } = asked.answer;
    await wait(afterMs / 2);
    if (hasStranger) await this.#give(asked, reply, 'stranger');
    await wait(afterMs / 2);
    await this.#give(asked, reply, 'asked');
    if (!changesMind) return;
    await wait(CHANGES_MIND_AFTER_MS);
    await this.#give(asked, reply === 'yes' ? 'no' : 'yes', 'asked');
  }

  async #give(asked: Asked, reply: Reply, by: GivenAnswer['by']): Promise<void> {
    const { event, answer, message } = asked;
    // A stranger has no chip of somebody else's to tap.
    const way = by === 'stranger' && answer.on === 'rcs' ? 'text' : WAYS[answer.on];
    const givenAt = Date.now();
    const isTaken = await this.#hand(asked, way, reply, by).catch(() => false);
    const answeredAt = isTaken ? Date.now() : undefined;
    this.answers.push({ run: event.run, message, reply, way, by, givenAt, answeredAt });
  }

  #hand(asked: Asked, way: GivenAnswer['way'], reply: Reply, by: GivenAnswer['by']): Promise<boolean> {
    const index = REPLIES.indexOf(reply);
    if (way === 'link') return followLink(asked.body, index, by);
    if (by === 'stranger') return this.#say(this.#stranger(), { text: String(index + 1) });
    return this.#touch(asked, way, index);
  }

  /** On the phone of whoever was asked. A tap or text that was not taken at once is repeated by the outside world, and not here. */
  async #touch({ event, order }: Asked, way: 'chip' | 'text', index: number): Promise<boolean> {
    const { number } = event.person;
    const { body } = await callHttp(`${this.#doors.simulatorUrl}/phones/${number}/messages`);
    const { messages } = body as { messages: readonly PhoneMessage[] };
    const channel = way === 'chip' ? 'rcs' : 'sms';
    const found = messages.find((each) => each.channel === channel && orderIn(each.text) === order);
    if (found === undefined) return false;
    if (way === 'text') return this.#say(number, { text: String(index + 1), message: found.id });
    const url = `${this.#doors.simulatorUrl}/phones/${number}/messages/${found.id}/tap`;
    return isTakenIn((await callHttp(url, { body: { suggestion: index } })).body);
  }

  async #say(number: string, body: { text: string; message?: string }): Promise<boolean> {
    return isTakenIn((await callHttp(`${this.#doors.simulatorUrl}/phones/${number}/replies`, { body })).body);
  }

  #stranger(): string {
    this.#strangers += 1;
    return `${STRANGERS}${String(this.#strangers).padStart(7, '0')}`;
  }
}

/** A message as the simulated phone shows it, as far as it is of interest here. */
interface PhoneMessage {
  readonly id: string;
  readonly channel: string;
  readonly text: string;
}

const isTakenIn = (body: unknown): boolean => (body as { isTaken?: boolean }).isTaken === true;

/** Presses the button behind a mail's link; the same answer again is the same. A stranger makes a link up that looks like it. */
async function followLink(mail: string, index: number, by: GivenAnswer['by']): Promise<boolean> {
  const link = [...mail.matchAll(/https?:\/\/\S+\/a\/[\w.-]+/g)].map(([url]) => url)[index];
  if (link === undefined) return false;
  if (by === 'asked') return untilTaken(async () => (await callHttp(link, { method: 'POST' })).status < 300);
  const madeUp = link.slice(0, -1) + (link.endsWith('A') ? 'Q' : 'A');
  return (await callHttp(madeUp, { method: 'POST' })).status < 300;
}
