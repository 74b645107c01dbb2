import { cameOutEmpty, unsendable } from './problems.ts';
import type { MmsContent } from '../content/mms-content.ts';
import { mediaTypeOf } from './media-types.ts';
import type { RenderedMms } from './rendered.ts';

/** An MMS of which it is known what its media are. @throws HermodError TEMPLATE_RENDER_FAILED */
export function finishMms({ text, media }: Partial<MmsContent>): RenderedMms {
  if (media === undefined) throw cameOutEmpty('media');
  const known = media.map(({ url, contentType = mediaTypeOf(url) }, index) => {
    if (contentType !== undefined) return { url, contentType };
    throw unsendable(
      `media.${index}.url`,
      'its ending does not tell what it is',
      'write contentType beside it',
    );
  });
  return { channel: 'mms', ...(text === undefined ? {} : { text }), media: known };
}
