import type { MmsContent } from '../content/mms-content.ts';
import { isPrivateHost } from '../links/private-hosts.ts';
import { judgeMmsMedia, MAX_MMS_CHARS, MAX_MMS_MEDIA } from '../mms/media-limits.ts';
import { mediaTypeOf } from './media-types.ts';
import { cameOutEmpty, unsendable } from './problems.ts';
import type { RenderedMedia, RenderedMms } from './rendered.ts';

/**
 * An MMS of which it is known what its media are, and which a provider can fetch as far as their addresses tell.
 * @param privateHosts `host:port` of hosts that media may come from although they are not public.
 * @throws HermodError TEMPLATE_RENDER_FAILED
 */
export function finishMms(
  { text, media }: Partial<MmsContent>,
  privateHosts: ReadonlySet<string> = new Set(),
): RenderedMms {
  if (media === undefined) throw cameOutEmpty('media');
  if (media.length > MAX_MMS_MEDIA) {
    throw unsendable(
      'media',
      `it has ${media.length} media; an MMS has at most ${MAX_MMS_MEDIA}`,
      'send fewer',
    );
  }
  if (text !== undefined && text.length > MAX_MMS_CHARS) {
    throw unsendable(
      'text',
      `it has ${text.length} characters; the text of an MMS has at most ${MAX_MMS_CHARS}`,
      'shorten it, use the truncate filter, or send it by email',
    );
  }
  const known = media.map((medium, index) => finishMedium(medium, `media.${index}`, privateHosts));
  return { channel: 'mms', ...(text === undefined ? {} : { text }), media: known };
}

function finishMedium(
  { url, contentType = mediaTypeOf(url) }: NonNullable<MmsContent['media']>[number],
  field: string,
  privateHosts: ReadonlySet<string>,
): RenderedMedia {
  if (url === undefined) throw cameOutEmpty(`${field}.url`);
  const parsed = URL.parse(url);
  if (parsed === null || !/^https?:$/.test(parsed.protocol)) {
    throw unsendable(`${field}.url`, 'media are fetched over http or https', 'write an https address');
  }
  if (isPrivateHost(parsed.hostname) && !privateHosts.has(parsed.host)) {
    throw unsendable(
      `${field}.url`,
      'its host is private, so no provider can fetch it',
      'put it where the internet can reach it',
    );
  }
  if (contentType === undefined) {
    const fix = 'write contentType beside it';
    throw unsendable(`${field}.url`, 'its ending does not tell what it is', fix);
  }
  const [problem] = judgeMmsMedia([{ field, contentType }]).problems;
  if (problem !== undefined) throw unsendable(field, problem.message, problem.fix);
  return { url, contentType };
}
