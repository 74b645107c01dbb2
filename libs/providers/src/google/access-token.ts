/** OAuth 2.0 for service accounts: a signed JWT for an access token (RFC 7523). */
import { createSign } from 'node:crypto';
import { z } from 'zod';
import { HttpPool } from '../http/http-pool.ts';
import { jsonOf } from '../http/outcomes.ts';
import type { GoogleAuth, ServiceAccount } from './google-auth.ts';

const REFRESH_BEFORE_MS = 60_000;
const FETCH_DEADLINE_MS = 5_000;

/** No token could be had; nothing was sent. */
export class NoAccessToken extends Error {}

/** Where a provider gets its bearer token. */
export interface AccessTokens {
  /** The token, or undefined when none is needed. @throws NoAccessToken, at the latest when `signal` aborts. */
  current(signal: AbortSignal): Promise<string | undefined>;
  /** Forgets a token that was turned away. True if another one can be had. */
  forget(token: string | undefined): boolean;
  close(): Promise<void>;
}

/**
 * The access tokens that a configuration asks for.
 * @param scope what they are good for: a URL that Google's reference names for the API
 */
export function openAccessTokens(
  auth: GoogleAuth,
  scope: string,
  now: () => number = Date.now,
): AccessTokens {
  if (auth.type === 'service-account') return new ServiceAccountTokens(auth.key, scope, now);
  const token = auth.type === 'none' ? undefined : auth.token;
  return { current: () => Promise.resolve(token), forget: () => false, close: () => Promise.resolve() };
}

const Granted = z.object({ access_token: z.string().min(1), expires_in: z.number().positive() });

/** Tokens of a service account, fetched once for all callers and kept until a minute before they expire. */
class ServiceAccountTokens implements AccessTokens {
  readonly #account: ServiceAccount;
  readonly #scope: string;
  readonly #now: () => number;
  readonly #pool: HttpPool;
  #held: { token: string; refreshAt: number } | undefined;
  #fetching: Promise<string> | undefined;

  constructor(account: ServiceAccount, scope: string, now: () => number) {
    this.#account = account;
    this.#scope = scope;
    this.#now = now;
    this.#pool = new HttpPool(account.token_uri, 1);
  }

  current(signal: AbortSignal): Promise<string> {
    if (this.#held !== undefined && this.#now() < this.#held.refreshAt)
      return Promise.resolve(this.#held.token);
    this.#fetching ??= this.#fetch().finally(() => (this.#fetching = undefined));
    return beforeDeadline(this.#fetching, signal);
  }

  forget(token: string | undefined): boolean {
    if (this.#held?.token === token) this.#held = undefined;
    return true;
  }

  close(): Promise<void> {
    return this.#pool.close();
  }

  async #fetch(): Promise<string> {
    const body = new URLSearchParams({
      grant_type: 'urn:ietf:params:oauth:grant-type:jwt-bearer',
      assertion: assertion(this.#account, this.#scope, this.#now()),
    });
    const outcome = await this.#pool.exchange(
      {
        method: 'POST',
        path: '',
        headers: { 'content-type': 'application/x-www-form-urlencoded' },
        body: body.toString(),
      },
      AbortSignal.timeout(FETCH_DEADLINE_MS),
    );
    if (outcome.kind !== 'answered') throw new NoAccessToken(`no access token: ${outcome.reason}`);
    const granted = Granted.safeParse(jsonOf(outcome));
    if (outcome.status !== 200 || !granted.success)
      throw new NoAccessToken(`no access token: HTTP ${outcome.status}`);
    const { access_token: token, expires_in: seconds } = granted.data;
    this.#held = { token, refreshAt: this.#now() + seconds * 1000 - REFRESH_BEFORE_MS };
    return token;
  }
}

/** What a call answers when no token could be had. Anything else is thrown on. */
export function noToken(error: unknown): NoAccessToken {
  if (error instanceof NoAccessToken) return error;
  throw error;
}

/** The headers of a call with a JSON body, or with none. */
export function headersWith(token: string | undefined): Record<string, string> {
  return {
    'content-type': 'application/json',
    ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
  };
}

/** The fetch goes on for the other callers when one of them gives up. */
function beforeDeadline(fetching: Promise<string>, signal: AbortSignal): Promise<string> {
  return new Promise((resolve, reject) => {
    const giveUp = (): void => reject(new NoAccessToken('no access token before the deadline'));
    if (signal.aborted) giveUp();
    signal.addEventListener('abort', giveUp, { once: true });
    fetching.then(resolve, reject).finally(() => signal.removeEventListener('abort', giveUp));
  });
}

/** The JWT, RS256, good for an hour. */
function assertion(account: ServiceAccount, scope: string, nowMs: number): string {
  const issuedAt = Math.floor(nowMs / 1000);
  const claims = {
    iss: account.client_email,
    scope,
    aud: account.token_uri,
    iat: issuedAt,
    exp: issuedAt + 3600,
  };
  const signed = [{ alg: 'RS256', typ: 'JWT' }, claims]
    .map((part) => Buffer.from(JSON.stringify(part)).toString('base64url'))
    .join('.');
  return `${signed}.${createSign('RSA-SHA256').update(signed).sign(account.private_key, 'base64url')}`;
}
