/** An account of the simulated Twilio, and the token that its webhooks are signed with. */
export interface Account {
  readonly sid: string;
  readonly authToken: string;
}

/** Owner of numbers that nobody sent from yet. */
export const DEFAULT_ACCOUNT_SID = `AC${'0'.repeat(32)}`;

/**
 * Who calls, from HTTP Basic credentials: account sid and auth token. Any token will do; it becomes the account's.
 * With an API key (SK…) as user the token stays unknown, and the configured one signs.
 * @returns undefined when there are no credentials, or they belong to another account than the path names.
 */
export function readAccount(
  authorization: string | undefined,
  sidInPath: string,
  configuredToken: string,
): Account | undefined {
  const encoded = /^Basic (\S+)$/i.exec(authorization ?? '')?.[1];
  if (encoded === undefined) return undefined;
  const [user = '', ...rest] = Buffer.from(encoded, 'base64').toString('utf8').split(':');
  const password = rest.join(':');
  if (password === '') return undefined;
  if (user === sidInPath) return { sid: sidInPath, authToken: password };
  return user.startsWith('SK') ? { sid: sidInPath, authToken: configuredToken } : undefined;
}
