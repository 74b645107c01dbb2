/** Links that lead over a short address of one's own to where they are meant to: what may be shortened, and how it looks. */
import { HermodError } from '@hermod/contracts';
import { isPrivateHost } from './private-hosts.ts';

/** Makes the short link to a target. Asked for the same targets in the same order, it makes the same. */
export type Shorten = (target: string) => string;

/** Characters of a code: 96 bits in base64url. */
export const LINK_CODE_CHARS = 16;
/** What every code looks like. */
export const LINK_CODE = /^[A-Za-z0-9_-]{16}$/;

const MOST_TARGET_CHARS = 2_048;

/** The short link of a code. @param linkUrl one's own short domain, without a slash at the end */
export const shortLinkUrl = (linkUrl: string, code: string): string => `${linkUrl}/l/${code}`;

/** The picture that tells of an opening. */
export const openPictureUrl = (linkUrl: string, code: string): string => `${linkUrl}/o/${code}`;

/** Short links as long as they will be, which lead nowhere: for previews and simulations. */
export function sampleShorten(linkUrl: string): Shorten {
  return () => shortLinkUrl(linkUrl, 'x'.repeat(LINK_CODE_CHARS));
}

/**
 * Refuses what a short link may not lead to: it would lend one's own domain to whatever an event brings along.
 * @throws HermodError TEMPLATE_LINK_REFUSED, without repeating the target
 */
export function refuseBadTarget(target: string): void {
  const url = URL.parse(target);
  if (url === null) throw refused('the target of a short link is no absolute URL');
  if (url.protocol !== 'https:' && url.protocol !== 'http:')
    throw refused(`a short link leads to https or http, not to ${url.protocol}`);
  if (url.username !== '' || url.password !== '')
    throw refused('the target of a short link has a name or password in it');
  if (isPrivateHost(url.hostname)) throw refused('the target of a short link is on a private host');
  if (target.length > MOST_TARGET_CHARS)
    throw refused(`the target of a short link has more than ${MOST_TARGET_CHARS} characters`);
}

function refused(message: string): HermodError {
  return new HermodError('TEMPLATE_LINK_REFUSED', message, {
    fix: 'give short_link a public address such as https://shop.example/orders/7',
  });
}
