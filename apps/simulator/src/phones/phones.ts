import { randomUUID } from 'node:crypto';
import { HermodError } from '@hermod/contracts';
import { showArrival, type Held } from './collapse.ts';
import { PhoneFeed } from './phone-feed.ts';
import type { Arrival, CarryReply, PhoneMessage, PhoneSuggestion, PhoneSummary, Reply } from './phone.ts';

const MESSAGES_PER_PHONE = 500;
/** Beyond this, the phone that was quiet for longest is forgotten. */
const MAX_PHONES = 50_000;

interface Phone {
  messages: Held[];
  replies: Reply[];
  carryReply: CarryReply | undefined;
}

/** All simulated phones: what they show, in memory only. A phone exists from its first message or reply on. */
export class Phones {
  readonly feed = new PhoneFeed();
  /** In the order of their last use. */
  readonly #phones = new Map<string, Phone>();
  readonly #carryUnsolicited: (number: string) => CarryReply;

  /** @param carryUnsolicited how a text travels from a phone that has no message to answer. */
  constructor(carryUnsolicited: (number: string) => CarryReply) {
    this.#carryUnsolicited = carryUnsolicited;
  }

  /** Shows a message on the phone of a number. */
  receive(number: string, arrival: Arrival): void {
    const phone = this.#use(number);
    phone.messages = showArrival(phone.messages, arrival, randomUUID(), MESSAGES_PER_PHONE);
    // A mail is answered where it is read; it takes no conversation over.
    if (arrival.carryReply && arrival.channel !== 'email') phone.carryReply = arrival.carryReply;
  }

  /** What a phone shows, oldest first; empty for a phone that was never used. */
  messages(number: string): PhoneMessage[] {
    return (this.#phones.get(number)?.messages ?? []).map(visible);
  }

  /** One message. @throws HermodError `SIMULATOR_UNKNOWN_MESSAGE` */
  message(number: string, id: string): PhoneMessage {
    return visible(this.#held(number, id));
  }

  /** The texts that a person sent from a phone, oldest first. */
  replies(number: string): readonly Reply[] {
    return this.#phones.get(number)?.replies ?? [];
  }

  /**
   * A person opens a message.
   * @returns the message as it is then, and the report to be made: only the first opening is reported.
   * @throws HermodError `SIMULATOR_UNKNOWN_MESSAGE`
   */
  open(number: string, id: string, at: Date) {
    const held = this.#held(number, id);
    if (held.openedAt !== undefined) return { message: visible(held), report: undefined };
    const opened: Held = { ...held, openedAt: at.toISOString() };
    const phone = this.#use(number);
    phone.messages = phone.messages.map((other) => (other === held ? opened : other));
    return { message: visible(opened), report: held.arrival.reportOpened?.(at) };
  }

  /**
   * A person taps a suggestion.
   * @returns what was tapped, and the report to be made.
   * @throws HermodError `SIMULATOR_UNKNOWN_MESSAGE`, `SIMULATOR_NOTHING_TO_TAP`
   */
  tap(number: string, id: string, index: number, at: Date) {
    const { arrival } = this.#held(number, id);
    const suggestion = suggestionsOf(arrival)[index];
    if (suggestion === undefined) {
      throw new HermodError('SIMULATOR_NOTHING_TO_TAP', `The message has no suggestion ${index}.`, {
        field: 'suggestion',
        fix: 'Suggestions are counted from 0: first those of the message, then those of its cards.',
      });
    }
    return { suggestion, report: arrival.reportTapped?.(index, at) };
  }

  /**
   * A person sends a text: as an answer to a message, else to whoever sent the last text that can be answered.
   * @throws HermodError `SIMULATOR_UNKNOWN_MESSAGE`, `SIMULATOR_NOTHING_TO_TAP` where the message takes no answer
   */
  reply(number: string, text: string, at: Date, messageId?: string) {
    const answered = messageId === undefined ? undefined : this.#answering(number, messageId);
    const phone = this.#use(number);
    const reply: Reply = { id: randomUUID(), text, sentAt: at.toISOString() };
    phone.replies = [...phone.replies, reply].slice(-MESSAGES_PER_PHONE);
    const carryReply = answered ?? phone.carryReply ?? this.#carryUnsolicited(number);
    return { reply, outgoing: carryReply(text, at) };
  }

  /** The phones that were used last, newest first. */
  list(limit: number): PhoneSummary[] {
    return [...this.#phones.keys()]
      .slice(-limit)
      .reverse()
      .map((number) => this.#summary(number));
  }

  #summary(number: string): PhoneSummary {
    const messages = this.messages(number);
    return {
      number,
      messages: messages.length,
      unopened: messages.filter((message) => message.openedAt === undefined).length,
      lastAt: messages.at(-1)?.receivedAt ?? null,
    };
  }

  #answering(number: string, id: string): CarryReply {
    const { carryReply } = this.#held(number, id).arrival;
    if (carryReply) return carryReply;
    throw new HermodError('SIMULATOR_NOTHING_TO_TAP', 'This message takes no answer.', { field: 'message' });
  }

  #held(number: string, id: string): Held {
    const held = this.#phones.get(number)?.messages.find((message) => message.id === id);
    if (held) return held;
    throw new HermodError('SIMULATOR_UNKNOWN_MESSAGE', 'This phone shows no such message.', {
      field: 'id',
      fix: 'Take an id from GET /phones/{number}/messages.',
    });
  }

  #use(number: string): Phone {
    const phone = this.#phones.get(number) ?? { messages: [], replies: [], carryReply: undefined };
    this.#phones.delete(number);
    this.#phones.set(number, phone);
    if (this.#phones.size > MAX_PHONES) this.#forgetQuietest();
    this.feed.changed(number);
    return phone;
  }

  #forgetQuietest(): void {
    const [quietest] = this.#phones.keys();
    if (quietest !== undefined) this.#phones.delete(quietest);
  }
}

function visible({ id, arrival, openedAt }: Held): PhoneMessage {
  const {
    collapseKey: _key,
    reportOpened: _report,
    reportTapped: _tapped,
    carryReply: _carry,
    ...shown
  } = arrival;
  return { id, ...shown, ...(openedAt === undefined ? {} : { openedAt }) };
}

const suggestionsOf = ({ suggestions = [], cards = [] }: Arrival): readonly PhoneSuggestion[] => [
  ...suggestions,
  ...cards.flatMap((card) => card.suggestions ?? []),
];
