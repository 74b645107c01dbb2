import type { Message } from '../../storage/messages.ts';

/** Why a message was not sent whose recipient was erased. */
export const ERASED_REASON = 'ERASED: its recipient was erased before it was handed over';

/**
 * A message without what tells of the person: no address, attribute, context or words, and of reasons only their code.
 * What it was, when, and how it ended stays, so that every hand-over is still accounted for.
 */
export function withoutPerson(message: Message): Message {
  const { intent, until } = message.permission;
  const { rule, ledger } = message.why;
  return {
    ...message,
    permission: { intent: { ...intent, context: {} }, contactPoints: [], attributes: {}, until },
    why: { rule, values: {}, ...(ledger === undefined ? {} : { ledger }) },
    reason: codeOf(message.reason),
    erased: true,
  };
}

/** The stable code that a reason begins with; what follows may be a provider's words, and name an address. */
export function codeOf(reason: string | undefined): string | undefined {
  return /^[A-Z0-9_]+/.exec(reason ?? '')?.[0];
}
