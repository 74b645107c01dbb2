import { mediaTypeOf, sizeOfPicture } from '../media/pictures.ts';
import type { MessageRequest } from './message-request.ts';

/** Where the simulated Twilio delivers MMS: the United States, Canada and their neighbours of +1, and Australia. */
const MMS_NUMBER = /^\+(?:1|61)\d/;
/** Numbers that get no texts, by their last digits, and how Twilio says so. */
const DEAF_NUMBERS: readonly (readonly [RegExp, string])[] = [
  [/5550005$/, '30005'], // unknown destination handset
  [/5550006$/, '30006'], // landline or unreachable carrier
];
const MAX_MEDIA_BYTES = 5_000_000;

/** Types that Twilio takes, as far as file endings tell. Source: Twilio's "Accepted content types for media". */
const TAKEN =
  /^(?:image\/(?:jpeg|png|gif|bmp|tiff|heic)|audio\/|video\/|text\/(?:vcard|calendar|csv)|application\/pdf)/;

/**
 * The code with which Twilio gives a message up after it was accepted; undefined when it is delivered. 12300: a type that it
 * doesn't take; 11751: media of more than 5 MB; 30011: no MMS there. Source: Twilio's error dictionary.
 */
export function failureOf({ channel, phone, mediaUrls }: MessageRequest): string | undefined {
  const types = mediaUrls.map(mediaTypeOf);
  if (types.some((type) => type !== undefined && !TAKEN.test(type))) return '12300';
  const bytes = mediaUrls.reduce((sum, url) => sum + (sizeOfPicture(url) ?? 0), 0);
  if (bytes > MAX_MEDIA_BYTES) return '11751';
  if (channel === 'rcs') return undefined;
  if (channel === 'mms' && !MMS_NUMBER.test(phone)) return '30011';
  return DEAF_NUMBERS.find(([ending]) => ending.test(phone))?.[1];
}
