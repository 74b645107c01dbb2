import { createHmac } from 'node:crypto';

/**
 * The value of `X-Twilio-Signature` on a form post: base64 of HMAC-SHA1, keyed with the account's auth token, over
 * the full URL followed by each parameter's name and value, sorted by name. Source: Twilio's "Webhooks security".
 */
export function signTwilio(authToken: string, url: string, params: Readonly<Record<string, string>>): string {
  const pairs = Object.entries(params)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, value]) => name + value);
  return createHmac('sha1', authToken)
    .update(url + pairs.join(''), 'utf8')
    .digest('base64');
}
