/** Twilio's default keywords, matched as whole texts. Source: Twilio's "Advanced opt-out". */
const STOP = new Set(['STOP', 'UNSUBSCRIBE', 'END', 'QUIT', 'STOPALL', 'REVOKE', 'OPTOUT', 'CANCEL']);
const START = new Set(['START', 'YES', 'UNSTOP']);

const MAX_PAIRS = 100_000;

/** Which phones took back their permission from which senders: Twilio keeps that per pair of numbers. */
export class OptOuts {
  readonly #pairs = new Set<string>();

  /** Takes note of a keyword in a text from a phone to a sender; other texts change nothing. */
  hear(phone: string, sender: string, text: string): void {
    const word = text.trim().toUpperCase();
    if (STOP.has(word)) this.#pairs.add(pair(phone, sender));
    else if (START.has(word)) this.#pairs.delete(pair(phone, sender));
    const [oldest] = this.#pairs;
    if (this.#pairs.size > MAX_PAIRS && oldest !== undefined) this.#pairs.delete(oldest);
  }

  /** True when the sender may not text the phone (error 21610). */
  blocks(phone: string, sender: string): boolean {
    return this.#pairs.has(pair(phone, sender));
  }
}

function pair(phone: string, sender: string): string {
  return `${phone} ${sender}`;
}
