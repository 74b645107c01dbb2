import {
  type CompiledTemplate,
  needsLinks,
  type PersonalLinks,
  type RenderedContent,
  renderTemplate,
} from '@hermod/channels';
import { HermodError } from '@hermod/contracts';
import type { Message } from '../storage/messages.ts';

/** How a message ends without a further attempt. */
export interface Ending {
  readonly outcome: 'withdrawn' | 'expired' | 'deferred' | 'failed' | 'unknown' | 'accepted';
  readonly reason?: string | undefined;
}

/**
 * Consent's own answers carry their text; everything else is rendered with what was true when it was permitted.
 * @param linksFor makes the person's links; it is asked only where the template writes one.
 */
export function renderMessage(
  { channel, permission }: Pick<Message, 'channel' | 'permission'>,
  template: CompiledTemplate | undefined,
  linksFor: () => PersonalLinks,
): RenderedContent | Ending {
  if (permission.text !== undefined) return { channel: 'sms', text: permission.text };
  const { intent, attributes } = permission;
  if (template === undefined)
    return { outcome: 'failed', reason: `TEMPLATE_MISSING: there is no template ${intent.template}` };
  if (template.channel !== channel) {
    return {
      outcome: 'failed',
      reason: `TEMPLATE_OF_ANOTHER_CHANNEL: ${intent.template} is for ${template.channel}`,
    };
  }
  try {
    return renderTemplate(template, {
      start: intent.context['event'],
      ...intent.context,
      recipient: attributes,
      ...(needsLinks(template) ? { links: linksFor() } : {}),
    });
  } catch (error) {
    if (!(error instanceof HermodError)) throw error;
    return { outcome: 'failed', reason: `${error.code}: ${error.message}` };
  }
}
