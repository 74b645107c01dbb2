import { type CompiledTemplate, compileTemplate, readTemplateDocument } from '@hermod/channels';
import type { Channel, Permission } from '@hermod/contracts';
import type { LinkBases } from '../../link-url.ts';
import { sampleWays } from './personal-ways.ts';
import { renderMessage } from './render-message.ts';

/** A template as it is kept. */
export interface KeptTemplate {
  readonly channel: string;
  readonly content: unknown;
  readonly locales?: unknown;
  readonly updatedAt: Date;
}

/** A message in the words that the person gets, or why there are none. */
export interface MessageWords {
  readonly content?: object;
  readonly contentProblem?: string;
  /** The template was changed after the message was permitted, so other words may have been sent. */
  readonly templateChanged?: true;
}

/**
 * What a message says, by its permission and its template as that is now. Addresses are no part of it, and neither are the
 * person's links: whoever may read messages may not act for people.
 */
export function contentOf(
  message: {
    readonly channel: Channel;
    readonly permission: Permission;
    readonly decidedAt: Date;
    readonly erased: boolean;
  },
  template: KeptTemplate | null,
  bases: LinkBases,
): MessageWords {
  if (message.erased) return { contentProblem: 'ERASED: its recipient was erased' };
  const rendered = renderMessage(
    message,
    template === null ? undefined : compiled(template),
    sampleWays(bases),
  );
  const isOther = template !== null && template.updatedAt > message.decidedAt;
  if ('outcome' in rendered) return { contentProblem: rendered.reason ?? rendered.outcome };
  return { content: rendered, ...(isOther ? { templateChanged: true } : {}) };
}

/** What was sent is shown from wherever its pictures came: that was judged when it was sent. */
const ANY_HOST = Object.assign(new Set<string>(), { has: () => true });

function compiled({ channel, content, locales }: KeptTemplate): CompiledTemplate {
  const document = readTemplateDocument({ channel, content, locales });
  return compileTemplate(document, { privateHosts: ANY_HOST });
}
