import { createHmac } from 'node:crypto';
import {
  LINK_CODE_CHARS,
  openPictureUrl,
  type RenderedContent,
  sampleShorten,
  type Shorten,
  shortLinkUrl,
  withOpenPicture,
} from '@hermod/channels';
import type { NewLink } from '../../storage/links.ts';
import type { Message } from '../../storage/messages.ts';

/** How long a link works after its message has expired: people come back to what they got. */
const LIFE_AFTER_EXPIRY_MS = 30 * 86_400_000;
/** Keeps these codes apart from whatever else is derived from the same secret. */
const DOMAIN = 'hermod-link-1';

/** What a message's links are made with. */
export interface LinkOrigin {
  /** One's own short domain, without a slash at the end. */
  readonly linkUrl: string;
  /** `HERMOD_SECRET`. */
  readonly secret: string;
}

/** The links of one message while it is rendered. */
export interface MessageLinks {
  /** For `RenderOptions.shorten`. */
  readonly shorten: Shorten;
  /** The content with the picture that tells of an opening, where its template asks for one. */
  withPicture(content: RenderedContent): RenderedContent;
  /** What was made up to now, to be written together with the attempt. */
  readonly made: readonly NewLink[];
}

/**
 * Makes the links of a message. Codes are derived from the message, the position and the target, so a message that is looked
 * at again has the same ones, and nobody without the secret finds any. Pure; it writes nothing.
 */
export function linksOfMessage(
  message: Pick<Message, 'id' | 'recipient' | 'runId' | 'channel' | 'urgent' | 'permission'>,
  { linkUrl, secret }: LinkOrigin,
): MessageLinks {
  const made: NewLink[] = [];
  const add = (target: string | null): string => {
    const { id, recipient, runId, channel, urgent, permission } = message;
    const position = made.length;
    const code = codeOf(id, position, target ?? '', secret);
    const expiresAt = new Date(Date.parse(permission.intent.expiresAt) + LIFE_AFTER_EXPIRY_MS);
    made.push({ code, messageId: id, recipient, runId, channel, urgent, target, position, expiresAt });
    return code;
  };
  return {
    made,
    shorten: (target) => shortLinkUrl(linkUrl, add(target)),
    withPicture: (content) => {
      if (!wantsPicture(content)) return content;
      return { ...content, html: withOpenPicture(content.html, openPictureUrl(linkUrl, add(null))) };
    },
  };
}

/** Links as they look, which lead nowhere: for whoever looks at a message of somebody else. */
export function sampleLinksOfMessage(linkUrl: string): MessageLinks {
  return { made: [], shorten: sampleShorten(linkUrl), withPicture: (content) => content };
}

function wantsPicture(
  content: RenderedContent,
): content is Extract<RenderedContent, { channel: 'email' }> & { readonly html: string } {
  return content.channel === 'email' && content.trackOpens === true && content.html !== undefined;
}

/** 96 bits of an HMAC-SHA256. Parts stand in JSON, so they can't run into each other. */
function codeOf(messageId: string, position: number, target: string, secret: string): string {
  const hash = createHmac('sha256', secret).update(JSON.stringify([DOMAIN, messageId, position, target]));
  return hash.digest('base64url').slice(0, LINK_CODE_CHARS);
}
