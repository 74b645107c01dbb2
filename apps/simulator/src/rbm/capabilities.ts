import { z } from 'zod';
import { type AgentMessage, cardsOf, type Suggestion, suggestionsOf } from './agent-message.ts';

/** `Feature` of `phones.getCapabilities`, as far as messages ask for one. */
export const FEATURES = [
  'RICHCARD_STANDALONE',
  'RICHCARD_CAROUSEL',
  'ACTION_CREATE_CALENDAR_EVENT',
  'ACTION_DIAL',
  'ACTION_OPEN_URL',
  'ACTION_SHARE_LOCATION',
  'ACTION_VIEW_LOCATION',
] as const;
export type Feature = (typeof FEATURES)[number];

/** Body of `PUT /phones/{number}/capabilities`: what a phone makes of RCS; `{}` is a phone that can do everything. */
export const PhoneCapabilities = z.strictObject({
  /** False: the number is not reachable by RCS. */
  rcs: z.boolean().default(true),
  features: z.array(z.enum(FEATURES)).default([...FEATURES]),
  /** False: messages wait, and can be revoked, until the phone is back. */
  online: z.boolean().default(true),
});
export type PhoneCapabilities = z.infer<typeof PhoneCapabilities>;

/** What phones were told to be, by number; all others can do everything. */
export class Capabilities {
  readonly #told = new Map<string, PhoneCapabilities>();

  tell(number: string, capabilities: PhoneCapabilities): void {
    this.#told.set(number, capabilities);
  }

  of(number: string): PhoneCapabilities {
    return this.#told.get(number) ?? PhoneCapabilities.parse({});
  }
}

/** What a phone has to support to show a message. */
export function featuresFor(message: AgentMessage): readonly Feature[] {
  const { richCard } = message.contentMessage;
  const cards = cardsOf(message).length;
  const card: Feature =
    richCard !== undefined && 'carouselCard' in richCard ? 'RICHCARD_CAROUSEL' : 'RICHCARD_STANDALONE';
  return [...(cards === 0 ? [] : [card]), ...suggestionsOf(message).flatMap(featureFor)];
}

function featureFor(suggestion: Suggestion): Feature[] {
  if ('reply' in suggestion) return [];
  const { action } = suggestion;
  if (action.openUrlAction !== undefined) return ['ACTION_OPEN_URL'];
  if (action.dialAction !== undefined) return ['ACTION_DIAL'];
  if (action.viewLocationAction !== undefined) return ['ACTION_VIEW_LOCATION'];
  return action.shareLocationAction === undefined
    ? ['ACTION_CREATE_CALENDAR_EVENT']
    : ['ACTION_SHARE_LOCATION'];
}
