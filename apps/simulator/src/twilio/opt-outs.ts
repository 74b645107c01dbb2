import { z } from 'zod';

/**
 * What Twilio does about STOP, START and HELP. `none`: nothing, as for short codes, so the account does it all. `default`: it
 * answers them itself and keeps what was opted out of (error 21610), as for long codes. `advanced`: the same, and says so
 * in `OptOutType` ("Advanced Opt-Out").
 */
export const KeywordHandling = z.enum(['none', 'default', 'advanced']);
export type KeywordHandling = z.infer<typeof KeywordHandling>;

type OptOutType = 'STOP' | 'START' | 'HELP';

/** What Twilio has done about a text. */
export interface HeardKeyword {
  /** As the webhook says it; absent where Twilio says nothing of it. */
  readonly optOutType?: OptOutType;
  /** What Twilio has answered the person. */
  readonly answer: string;
}

/** Twilio's default keywords, matched as whole texts. Source: Twilio's "Advanced opt-out". */
const KEYWORDS: ReadonlyMap<string, OptOutType> = new Map([
  ...['STOP', 'UNSUBSCRIBE', 'END', 'QUIT', 'STOPALL', 'REVOKE', 'OPTOUT', 'CANCEL'].map(
    (word) => [word, 'STOP'] as const,
  ),
  ...['START', 'YES', 'UNSTOP'].map((word) => [word, 'START'] as const),
  ...['HELP', 'INFO'].map((word) => [word, 'HELP'] as const),
]);

const ANSWERS: Readonly<Record<OptOutType, string>> = {
  STOP: 'You have successfully been unsubscribed. You will not receive any more messages from this number. Reply START to resubscribe.',
  START:
    'You have successfully been re-subscribed to messages from this number. Reply HELP for help. Reply STOP to unsubscribe.',
  HELP: 'Reply STOP to unsubscribe. Msg&Data Rates May Apply.',
};

const MAX_PAIRS = 100_000;

/** Which phones took back their permission from which senders: Twilio keeps that per pair of numbers. */
export class OptOuts {
  readonly #pairs = new Set<string>();
  readonly #handling = new Map<string, KeywordHandling>();

  /** Says what Twilio does about keywords from a phone from now on; nothing until then. */
  handle(phone: string, handling: KeywordHandling): void {
    this.#handling.delete(phone);
    if (handling !== 'none') this.#handling.set(phone, handling);
    forgetOldest(this.#handling);
  }

  /** Takes note of a keyword in a text from a phone to a sender; undefined where Twilio carries the text and no more. */
  hear(phone: string, sender: string, text: string): HeardKeyword | undefined {
    const type = KEYWORDS.get(text.trim().toUpperCase());
    const handling = this.#handling.get(phone);
    if (type === undefined || handling === undefined) return undefined;
    if (type === 'STOP') this.#pairs.add(pair(phone, sender));
    if (type === 'START') this.#pairs.delete(pair(phone, sender));
    forgetOldest(this.#pairs);
    return { answer: ANSWERS[type], ...(handling === 'advanced' ? { optOutType: type } : {}) };
  }

  /** True when the sender may not text the phone (error 21610). */
  blocks(phone: string, sender: string): boolean {
    return this.#pairs.has(pair(phone, sender));
  }
}

function forgetOldest(kept: Set<string> | Map<string, unknown>): void {
  const [oldest] = kept.keys();
  if (kept.size > MAX_PAIRS && oldest !== undefined) kept.delete(oldest);
}

function pair(phone: string, sender: string): string {
  return `${phone} ${sender}`;
}
