import { type ApiClient, ApiProblem, ApiUnreachable, createClient } from '@hermod/api';
import type { Surroundings } from '../command.ts';
import { Failure } from '../failure.ts';
import { gatewayAddress, KEY_FILE } from './gateway-address.ts';

/** For one call, in milliseconds: a person waits for it. */
const DEADLINE_MS = 15_000;

/**
 * Does work with the gateway's API, and words what goes wrong on the way.
 * @throws Failure with the problem's own words and fix, or with what keeps the gateway from answering.
 */
export async function withGateway<T>(
  around: Pick<Surroundings, 'env' | 'cwd'>,
  work: (client: ApiClient) => Promise<T>,
): Promise<T> {
  const address = gatewayAddress(around);
  const client = createClient({ baseUrl: address.url, key: address.key, deadlineMs: DEADLINE_MS });
  try {
    return await work(client);
  } catch (error) {
    if (error instanceof ApiProblem) throw toFailure(error, address.key !== undefined);
    if (error instanceof ApiUnreachable) throw unreachable(error, address.url);
    throw error;
  }
}

/** The answer, or undefined when there is no such thing. */
export async function unlessMissing<T>(answer: Promise<T>): Promise<T | undefined> {
  try {
    return await answer;
  } catch (error) {
    if (error instanceof ApiProblem && error.status === 404) return undefined;
    throw error;
  }
}

function toFailure(error: ApiProblem, hasKey: boolean): Failure {
  const { code, field, problems } = error.problem;
  return new Failure(error.message, { code, field, problems, fix: fixOf(error, hasKey), cause: error });
}

/** What mends it here, where the API speaks of headers. */
function fixOf({ status, problem, retryAfterS }: ApiProblem, hasKey: boolean): string | undefined {
  if (status === 401)
    return hasKey
      ? `correct HERMOD_API_KEY, or unset it to use the key in ${KEY_FILE}`
      : `set HERMOD_API_KEY, or run this where ${KEY_FILE} lies`;
  if (status === 403)
    return `use a key that has the scope${problem.fix === undefined ? '' : `; ${problem.fix}`}`;
  if (retryAfterS !== undefined) return `try again after ${retryAfterS} s`;
  return problem.fix;
}

function unreachable({ reason, message, cause }: ApiUnreachable, url: string): Failure {
  const code = `GATEWAY_${reason.toUpperCase()}`;
  switch (reason) {
    case 'network':
      return new Failure(`nobody answers at ${url}${causeOf(cause)}`, {
        code,
        fix: 'start Hermod (`npm start`), or set HERMOD_URL to where its gateway is',
        cause,
      });
    case 'deadline':
      return new Failure(`${url}: ${message}`, {
        code,
        fix: '`hermod doctor` looks for what is slow',
        cause,
      });
    case 'unreadable':
      return new Failure(`what answers at ${url} is no Hermod of this version: ${message}`, {
        code,
        fix: 'set HERMOD_URL to where the gateway is',
        cause,
      });
  }
}

/** fetch hides why behind two causes; the code is what people look for. */
function causeOf(error: unknown): string {
  const cause = error instanceof Error ? error.cause : undefined;
  const code = cause instanceof Error ? (cause as NodeJS.ErrnoException).code : undefined;
  return code === undefined ? '' : ` (${code})`;
}
