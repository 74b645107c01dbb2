/** The pictures that the simulator serves for demos and tests, under `/media/<name>`. */
import { readFileSync } from 'node:fs';

/** Beside `src` and `dist`, so that both find it. */
const FOLDER = new URL('../../assets/', import.meta.url);
/** Larger than any carrier takes; it is made, not kept. */
const TOO_LARGE = 'too-large.png';
const TOO_LARGE_BYTES = 6_000_000;

const NAMES = ['coupon.png', 'boarding-pass.png', 'invitation.png', 'logo.png'] as const;

const TYPES: Readonly<Record<string, string>> = {
  jpg: 'image/jpeg',
  jpeg: 'image/jpeg',
  png: 'image/png',
  gif: 'image/gif',
  webp: 'image/webp',
  bmp: 'image/bmp',
  tiff: 'image/tiff',
  heic: 'image/heic',
  svg: 'image/svg+xml',
  mp4: 'video/mp4',
  '3gp': 'video/3gpp',
  mp3: 'audio/mpeg',
  ogg: 'audio/ogg',
  amr: 'audio/amr',
  vcf: 'text/vcard',
  ics: 'text/calendar',
  csv: 'text/csv',
  html: 'text/html',
  pdf: 'application/pdf',
  zip: 'application/zip',
};

const pictures: ReadonlyMap<string, Buffer> = new Map(
  NAMES.map((name) => [name, readFileSync(new URL(name, FOLDER))]),
);

/** The octets of a picture; undefined for a name that there is not. */
export function pictureOf(name: string): Buffer | undefined {
  return name === TOO_LARGE ? Buffer.alloc(TOO_LARGE_BYTES) : pictures.get(name);
}

/** What the ending of a URL says of its type; undefined where it says nothing. */
export function mediaTypeOf(url: string): string | undefined {
  const ending = /\.([a-z0-9]+)$/i.exec(URL.parse(url)?.pathname ?? '')?.[1]?.toLowerCase() ?? '';
  return Object.hasOwn(TYPES, ending) ? TYPES[ending] : undefined;
}

/** The size of one of our own pictures, by its URL: nothing else is looked at, and nothing is fetched. */
export function sizeOfPicture(url: string): number | undefined {
  const name = /\/media\/([^/]+)$/.exec(URL.parse(url)?.pathname ?? '')?.[1] ?? '';
  return name === TOO_LARGE ? TOO_LARGE_BYTES : pictures.get(name)?.length;
}
