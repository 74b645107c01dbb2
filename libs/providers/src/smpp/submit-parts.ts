/** Hands the parts of one text over, in their order. */
import { setTimeout as wait } from 'node:timers/promises';
import type { HandOverResult, Unknown } from '../provider.ts';
import { COMMANDS, readMessageId, type ShortMessage, submitBody } from './pdu.ts';
import { resultOfSubmit, STATUS, THROTTLED_MS } from './statuses.ts';
import type { Transmitter } from './transmitter.ts';

type NotAccepted = Exclude<HandOverResult, { outcome: 'accepted' }>;
/** Accepted under an id of the SMSC's, which may be empty; or not. */
export type Submitted = { readonly outcome: 'accepted'; readonly id: string } | NotAccepted;

/**
 * All parts, one after the other: what is wrong with a message shows at its first part, when nothing has been sent yet. The id is that of
 * the last part.
 */
export async function submitParts(
  transmitter: Transmitter,
  [first, ...others]: readonly [ShortMessage, ...ShortMessage[]],
  signal: AbortSignal,
  mayStart?: () => boolean,
): Promise<Submitted> {
  let last = await submit(transmitter, first, signal, mayStart);
  if (last.outcome !== 'accepted') return last;
  for (const [index, part] of others.entries()) {
    last = await submitOther(transmitter, part, signal);
    if (last.outcome !== 'accepted') return incomplete(last, index + 2, others.length + 1);
  }
  return last;
}

async function submit(
  transmitter: Transmitter,
  part: ShortMessage,
  signal: AbortSignal,
  mayStart?: () => boolean,
): Promise<Submitted> {
  const reached = await transmitter.reach(signal);
  if ('result' in reached) return reached.result;
  const outcome = await reached.session.request(COMMANDS.submitSm, submitBody(part), signal, mayStart);
  if (outcome.kind === 'not-sent')
    return { outcome: 'retry', code: 'PROVIDER_UNREACHABLE', reason: outcome.reason };
  if (outcome.kind === 'lost') {
    const code = outcome.timedOut ? 'PROVIDER_TIMEOUT' : 'PROVIDER_CONNECTION_LOST';
    return { outcome: 'unknown', code, reason: outcome.reason };
  }
  if (outcome.status === STATUS.notBound) void transmitter.renew(reached.session);
  if (outcome.status !== 0) return resultOfSubmit(outcome.status);
  return { outcome: 'accepted', id: readMessageId(outcome.body) };
}

/**
 * A further part of a message that has begun: what was safely not sent is sent again until the deadline, for half a message is worth
 * nothing to anybody.
 */
async function submitOther(
  transmitter: Transmitter,
  part: ShortMessage,
  signal: AbortSignal,
): Promise<Submitted> {
  for (;;) {
    const submitted = await submit(transmitter, part, signal);
    if (submitted.outcome !== 'retry' || signal.aborted) return submitted;
    await wait(submitted.retryAfterMs ?? THROTTLED_MS, undefined, { signal }).catch((error: Error) => {
      // The deadline: the next submit says so.
      if (error.name !== 'AbortError') throw error;
    });
  }
}

/** Some of the message is on its way, so all of it can't be sent again. */
function incomplete({ outcome, code, reason }: NotAccepted, part: number, parts: number): Unknown {
  const became = outcome === 'unknown' ? 'lost' : 'not taken';
  return { outcome: 'unknown', code, reason: `part ${part} of ${parts} was ${became}: ${reason}` };
}
