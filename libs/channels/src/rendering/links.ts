import { HermodError } from '@hermod/contracts';

/** A target may use a scheme of the app's own (`myshop://orders/7`); a picture is fetched, so it is on the web. */
export type LinkKind = 'target' | 'picture';

/** Fields that hold an address, by their name. */
const KINDS: Readonly<Record<string, LinkKind>> = {
  link: 'target',
  url: 'target',
  image: 'picture',
  thumbnail: 'picture',
  mediaUrl: 'picture',
};

/** Which kind of address a field holds; undefined where it holds none. */
export const linkKindOf = (name: string): LinkKind | undefined =>
  Object.hasOwn(KINDS, name) ? KINDS[name] : undefined;

/** Schemes that run or carry content instead of leading somewhere. */
const HARMFUL = new Set(['javascript:', 'data:', 'vbscript:', 'file:', 'blob:', 'about:']);
const WEB = new Set(['https:', 'http:']);

/**
 * Refuses what is no absolute URL or has a scheme that must not reach a handset. The scheme is taken from the WHATWG
 * parser, as browsers do, which drops the tabs and line ends that hide it in `java\nscript:`.
 * @throws HermodError with `code`, without repeating the link.
 */
export function refuseBadLink(code: string, field: string, kind: LinkKind, link: string): void {
  const scheme = URL.parse(link)?.protocol;
  if (scheme === undefined) throw bad(code, field, 'this is no absolute URL');
  if (HARMFUL.has(scheme) || (kind === 'picture' && !WEB.has(scheme))) {
    throw bad(code, field, `a link may not use ${scheme}`);
  }
}

function bad(code: string, field: string, message: string): HermodError {
  return new HermodError(code, message, { field, fix: 'write a link such as https://shop.example/orders/7' });
}
