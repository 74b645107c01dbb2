import type { Outgoing } from '../webhooks/post.ts';

/**
 * What the app on the phone reports to Hermod, by the credentials that travelled in the push
 * (`hermod_message`, `hermod_token`, `hermod_url`). Undefined for a push that isn't Hermod's.
 * @param publicUrl where to report when the push doesn't say.
 */
export function appSignal(
  data: Readonly<Record<string, string>>,
  publicUrl: string,
  signal: 'delivered' | 'opened',
  at: Date,
): Outgoing | undefined {
  const { hermod_message: message, hermod_token: token, hermod_url: url } = data;
  if (message === undefined) return undefined;
  return {
    url: signalsUrl(url || publicUrl),
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ message, signal, at: at.toISOString(), token }),
  };
}

/** A push may name the gateway or its signals endpoint. */
function signalsUrl(url: string): string {
  return `${url.replace(/\/+$/, '').replace(/\/v1\/signals$/, '')}/v1/signals`;
}
