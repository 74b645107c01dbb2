import type { Outgoing } from '../webhooks/post.ts';
import { signTwilio } from './signature.ts';

/** A signed form post, as Twilio makes them to callbacks and webhooks. */
export function twilioPost(
  authToken: string,
  url: string,
  params: Readonly<Record<string, string>>,
): Outgoing {
  return {
    url,
    headers: {
      'content-type': 'application/x-www-form-urlencoded; charset=UTF-8',
      'user-agent': 'TwilioProxy/1.1',
      'x-twilio-signature': signTwilio(authToken, url, params),
    },
    body: new URLSearchParams(params).toString(),
  };
}
