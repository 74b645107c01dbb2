import { setTimeout as wait } from 'node:timers/promises';
import { type Answer, type Call, callHttp } from '../../system/http-json.ts';

const RETRY_AFTER_MS = 300;
const GIVEN_UP_AFTER_MS = 60_000;

/** Something was understood and refused: the same again would be refused again. */
export class RefusedError extends Error {
  override readonly name = 'RefusedError';
}

/**
 * Does it until it is answered with success, or for a minute; then nobody promised anything.
 * @throws RefusedError when the act does
 */
export async function untilTaken(act: () => Promise<boolean>): Promise<boolean> {
  const deadline = Date.now() + GIVEN_UP_AFTER_MS;
  while (Date.now() < deadline) {
    try {
      if (await act()) return true;
    } catch (error) {
      if (error instanceof RefusedError) throw error;
      // The gateway is away, which is what this is about.
    }
    await wait(RETRY_AFTER_MS);
  }
  return false;
}

/**
 * Makes a call that is to be repeated until it is taken.
 * @returns the answer when it is a success, undefined when it may become one
 * @throws RefusedError when it was understood and refused
 */
export async function tryToHandIn(url: string, call: Call): Promise<Answer | undefined> {
  const answer = await callHttp(url, call);
  const { status, body } = answer;
  if (status < 300) return answer;
  if (mayBeTakenLater(status)) return undefined;
  throw new RefusedError(`${new URL(url).pathname} answered ${status}: ${JSON.stringify(body)}`);
}

/** Whether an answer says that the same may be taken another time: too many at once, or a gateway that stood still. */
export function mayBeTakenLater(status: number): boolean {
  return status >= 500 || status === 429 || status === 408;
}
