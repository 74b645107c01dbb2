import { type CompiledTemplate, needsLinks, type RenderedContent, renderTemplate } from '@hermod/channels';
import { HermodError } from '@hermod/contracts';
import type { Message } from '../../storage/messages.ts';
import type { PersonalWays } from './personal-ways.ts';

/** How a message ends without a further attempt. */
export interface Ending {
  readonly outcome: 'withdrawn' | 'expired' | 'deferred' | 'failed' | 'unknown' | 'accepted';
  readonly reason?: string | undefined;
}

/**
 * Consent's own answers carry their text; everything else is rendered with what was true when it was permitted, in the language
 * of the person.
 */
export function renderMessage(
  { channel, permission }: Pick<Message, 'channel' | 'permission'>,
  template: CompiledTemplate | undefined,
  ways: PersonalWays,
): RenderedContent | Ending {
  if (permission.text !== undefined) return { channel: 'sms', text: permission.text };
  const { intent, attributes, locale } = permission;
  if (template === undefined)
    return { outcome: 'failed', reason: `TEMPLATE_MISSING: there is no template ${intent.template}` };
  if (template.channel !== channel) {
    return {
      outcome: 'failed',
      reason: `TEMPLATE_OF_ANOTHER_CHANNEL: ${intent.template} is for ${template.channel}`,
    };
  }
  const data = {
    start: intent.context['event'],
    ...intent.context,
    recipient: attributes,
    ...(needsLinks(template) ? { links: ways.links() } : {}),
  };
  try {
    const content = renderTemplate(template, data, {
      locale,
      replies: intent.replies?.map((reply) => ways.answer(reply)),
      shorten: ways.short.shorten,
    });
    return ways.short.withPicture(content);
  } catch (error) {
    if (!(error instanceof HermodError)) throw error;
    return { outcome: 'failed', reason: `${error.code}: ${error.message}` };
  }
}
