/**
 * What carriers and Twilio take of an MMS (twilio.com/docs/messaging/guides/accepted-mime-types and the carriers' table
 * in Twilio's support article 360018832773, read 2026-11).
 */

export const MAX_MMS_MEDIA = 10;
/** Of the text beside the media, as of an SMS. */
export const MAX_MMS_CHARS = 1600;
/** All media of one message together. */
export const MAX_MMS_BYTES = 5_000_000;
/** What every large carrier delivers of anything but a picture that is made smaller on the way. */
export const SAFE_MMS_BYTES = 600_000;

/** Pictures that are made to fit the handset on the way, in these countries. */
const TRANSCODED: ReadonlySet<string> = new Set(['image/jpeg', 'image/jpg', 'image/gif', 'image/png']);
const TRANSCODING_COUNTRIES: ReadonlySet<string> = new Set(['US', 'CA']);

/** Types that travel as they are: whether the handset shows them is its own affair. */
const UNCHANGED: ReadonlySet<string> = new Set([
  ...[
    'basic',
    'l24',
    'mp4',
    'mpeg',
    'ogg',
    'aac',
    'vnd.rn-realaudio',
    'vnd.wave',
    'wav',
    '3gpp',
    '3gpp2',
  ].map((type) => `audio/${type}`),
  ...['ac3', 'webm', 'amr-nb', 'amr'].map((type) => `audio/${type}`),
  ...['mpeg', 'mp4', 'quicktime', 'webm', '3gpp', '3gpp2', '3gpp-tt', 'h261', 'h263', 'h264'].map(
    (type) => `video/${type}`,
  ),
  ...['bmp', 'tiff', 'heic', 'heif'].map((type) => `image/${type}`),
  ...['vcard', 'x-vcard', 'csv', 'rtf', 'richtext', 'calendar', 'directory'].map((type) => `text/${type}`),
  ...['pdf', 'vcard', 'vnd.apple.pkpass'].map((type) => `application/${type}`),
]);

/** What is wrong with a medium, or may be; `field` is its place in the template. */
export interface MediumRemark {
  readonly field: string;
  readonly message: string;
  readonly fix: string;
}

/** A medium as far as it is known. */
export interface KnownMedium {
  /** Its place in the template, such as `content.media.0`. */
  readonly field: string;
  readonly contentType?: string | undefined;
  readonly bytes?: number | undefined;
}

/** Whether an MMS can carry it. Parameters such as `; codecs=opus` don't count. */
export function isMmsType(contentType: string): boolean {
  const type = bareType(contentType);
  return TRANSCODED.has(type) || UNCHANGED.has(type);
}

/** A media type without its parameters, in small letters. */
export function bareType(contentType: string): string {
  return contentType.split(';', 1)[0]!.trim().toLowerCase();
}

/**
 * Judges the media of one message by what is known of them.
 * @param country of the recipient (ISO 3166-1 alpha-2); undefined where people of several countries get it: then what holds
 * in the United States and Canada counts, where most MMS go.
 * @returns `problems` stop the message; `warnings` may cost it on some carriers.
 */
export function judgeMmsMedia(
  media: readonly KnownMedium[],
  country = 'US',
): { readonly problems: readonly MediumRemark[]; readonly warnings: readonly MediumRemark[] } {
  const problems = media.flatMap(typeProblem);
  const total = media.reduce((sum, { bytes = 0 }) => sum + bytes, 0);
  const [first] = media;
  if (first !== undefined && total > MAX_MMS_BYTES) problems.push(tooLarge(media, total));
  return { problems, warnings: media.flatMap((medium) => sizeWarning(medium, country)) };
}

function typeProblem({ field, contentType }: KnownMedium): MediumRemark[] {
  if (contentType === undefined || isMmsType(contentType)) return [];
  return [
    {
      field,
      message: `an MMS can't carry ${bareType(contentType)}`,
      fix: 'use a JPEG, PNG or GIF, an MP4 film, an MP3 sound, a vCard, a calendar entry or a PDF',
    },
  ];
}

function tooLarge(media: readonly KnownMedium[], total: number): MediumRemark {
  const largest = media.reduce((most, one) => ((one.bytes ?? 0) > (most.bytes ?? 0) ? one : most));
  return {
    field: largest.field,
    message: `the media have ${total} bytes together; an MMS has at most ${MAX_MMS_BYTES}`,
    fix: 'use a smaller picture or film, or fewer of them',
  };
}

function sizeWarning({ field, contentType, bytes }: KnownMedium, country: string): MediumRemark[] {
  if (contentType === undefined || !isMmsType(contentType)) return [];
  const isMadeToFit = TRANSCODED.has(bareType(contentType)) && TRANSCODING_COUNTRIES.has(country);
  if (isMadeToFit || (bytes ?? Infinity) <= SAFE_MMS_BYTES) return [];
  const size = bytes === undefined ? 'nobody makes it smaller on the way' : `it has ${bytes} bytes`;
  return [
    {
      field,
      message: `${size}; some carriers drop more than ${SAFE_MMS_BYTES} bytes of ${bareType(contentType)}`,
      fix: `keep it below ${SAFE_MMS_BYTES / 1000} kB`,
    },
  ];
}
