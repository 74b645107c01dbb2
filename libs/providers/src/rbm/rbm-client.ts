/** Calls of the RCS for Business API, each with its access token. */
import { headersWith, NoAccessToken, noToken, openAccessTokens } from '../google/access-token.ts';
import { type HttpCall, HttpPool } from '../http/http-pool.ts';
import type { HttpOutcome } from '../http/exchange.ts';
import type { RbmConfig } from './rbm-config.ts';

const SCOPE = 'https://www.googleapis.com/auth/rcsbusinessmessaging';

/** What became of a call; `no-token`: it was not made, or it was turned away and the next one has another token. */
export type RbmOutcome = HttpOutcome | { readonly kind: 'no-token'; readonly reason: string };

export type RbmCall = Pick<HttpCall, 'method' | 'path' | 'body'>;

export interface RbmClient {
  /** Never rejects for what Google can do to a call. */
  call(call: RbmCall, signal: AbortSignal, mayStart?: () => boolean): Promise<RbmOutcome>;
  close(): Promise<void>;
}

export function openRbmClient(config: RbmConfig): RbmClient {
  const pool = new HttpPool(config.baseUrl, config.windowSize);
  const tokens = openAccessTokens(config.auth, SCOPE);
  return {
    call: async (call, signal, mayStart) => {
      const token = await tokens.current(signal).catch(noToken);
      if (token instanceof NoAccessToken) return { kind: 'no-token', reason: token.message };
      const outcome = await pool.exchange({ ...call, headers: headersWith(token) }, signal, mayStart);
      // Revoked before its time: nothing was done, and the next call fetches another one.
      const isTurnedAway = outcome.kind === 'answered' && outcome.status === 401;
      return isTurnedAway && tokens.forget(token) ? { kind: 'no-token', reason: 'UNAUTHENTICATED' } : outcome;
    },
    close: async () => {
      await Promise.all([pool.close(), tokens.close()]);
    },
  };
}

/** The path of something of a phone, with its query. */
export function phonePath(phone: string, rest: string, query: Readonly<Record<string, string>>): string {
  return `/v1/phones/${encodeURIComponent(phone).replace('%2B', '+')}/${rest}?${new URLSearchParams(query).toString()}`;
}
