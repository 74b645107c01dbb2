import type { Decision } from '@hermod/consent-policy';
import type { MessageDecided, MessageRequested, Permission } from '@hermod/contracts';
import type { KnownRecipient } from '../../storage/decision-facts.ts';

/** Fact 3 of a decision; a permission carries what delivery needs and nobody else. */
export function toDecidedFact(
  { messageId, request, recipient, intent }: MessageRequested,
  known: KnownRecipient,
  decision: Decision,
  now: Date,
): MessageDecided {
  const about = {
    messageId,
    request,
    runId: intent.runId,
    recipient,
    channel: intent.channel,
    purpose: intent.purpose,
    why: decision.why,
    decidedAt: now.toISOString(),
  };
  switch (decision.decision) {
    case 'permitted':
      return { ...about, decision: 'permitted', permission: toPermission(intent, known, decision) };
    case 'deferred':
      return { ...about, decision: 'deferred', until: decision.until.toISOString() };
    case 'refused':
      return { ...about, decision: 'refused', of: decision.of };
  }
}

function toPermission(
  intent: MessageRequested['intent'],
  { addresses, attributes, locale }: KnownRecipient,
  { contactPoints, until }: Extract<Decision, { decision: 'permitted' }>,
): Permission {
  return {
    intent,
    contactPoints: contactPoints.map(({ id }) => addresses.get(id)!),
    attributes,
    ...(locale === undefined ? {} : { locale }),
    until: until?.toISOString() ?? intent.expiresAt,
  };
}
