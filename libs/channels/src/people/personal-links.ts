import type { CompiledTemplate } from '../rendering/compile-template.ts';
import type { OfferedReply } from '../rendering/replies.ts';

/** `links` of a template: what the person who gets the message may follow without signing in. */
export interface PersonalLinks {
  /** Their preference page. */
  readonly preferences: string;
  /** Ends the message's topic on its channel, after one click more. */
  readonly unsubscribe: string;
}

/** Whether a template writes one of the links: only then are they made. */
export function needsLinks({ variables }: Pick<CompiledTemplate, 'variables'>): boolean {
  return variables.some((name) => name === 'links' || name.startsWith('links.'));
}

/** As long as those of a recipient whose id is a UUID, so that a preview counts the segments of a text as they will be. */
const TOKEN_CHARS = { preferences: 91, unsubscribe: 110, answer: 60 } as const;

/**
 * Links as they look, which lead nowhere: for previews, simulations, and wherever a message is shown to somebody else. With a
 * real one anybody could give and withdraw in the name of the person.
 */
export function sampleLinks(publicUrl: string): PersonalLinks {
  const { preferences, unsubscribe } = TOKEN_CHARS;
  return {
    preferences: `${publicUrl}/preferences/${'x'.repeat(preferences)}`,
    unsubscribe: `${publicUrl}/u/${'x'.repeat(unsubscribe)}`,
  };
}

/** An answer as it could be given, which leads nowhere. */
export function sampleReply(publicUrl: string, id: string, text: string): OfferedReply {
  return { id, text, postback: `reply:${id}`, link: `${publicUrl}/a/${'x'.repeat(TOKEN_CHARS.answer)}` };
}
