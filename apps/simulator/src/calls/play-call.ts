import { setTimeout as wait } from 'node:timers/promises';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Fate } from '../faults/dice.ts';
import type { Protocol } from '../faults/faults.ts';
import type { Outgoing } from '../webhooks/post.ts';
import type { World } from '../world.ts';
import {
  endingAfterAcceptance,
  endingWithoutALook,
  type Answer,
  type Ending,
  type FaultAnswers,
} from './answer.ts';

/** A provider call as one protocol understood it. */
export interface ProviderCall {
  readonly protocol: Protocol;
  readonly receivedAt: Date;
  readonly reference: string | null;
  readonly recipient: string | null;
  readonly body: string | null;
  /** The protocol's words for the faults. */
  readonly answers: FaultAnswers;
  /** What the provider makes of the call when nothing goes wrong. */
  readonly verdict: Verdict;
}

/** The provider won't take the call, or this is how it takes it (called at most once). */
export type Verdict = { readonly refusal: Answer } | { readonly accept: Accept };

/** Takes the message. With `isUndelivered` it never shows on the phone. */
export type Accept = (at: Date, isUndelivered: boolean) => Acceptance;

/** A message that the provider took. */
export interface Acceptance {
  readonly providerId: string;
  readonly answer: Answer;
  /** What is reported about it at once, in order. */
  readonly receipts: readonly Outgoing[];
  /** The provider had it already: nothing new was accepted. */
  readonly isRepeat?: boolean;
}

/**
 * Plays one provider call from acceptance to answer, with the faults of its protocol. Always in this order:
 * accept, early receipts, latency, ledger line written, answer (or reset), other receipts.
 */
export async function playCall(
  world: World,
  request: FastifyRequest,
  reply: FastifyReply,
  call: ProviderCall,
): Promise<FastifyReply> {
  const fate = world.faults.roll(call.protocol);
  const acceptedAt = new Date();
  const { acceptance, outcome, answer } = decide(fate, call, acceptedAt);
  const receipts = acceptance ? receiptsUnder(fate, acceptance) : [];
  if (fate.earlyReceipt) await world.webhooks.sendInOrder(receipts);
  if (fate.latencyMs > 0) await pause(fate.latencyMs, world.closing);

  await world.ledger.append({
    time: call.receivedAt.toISOString(),
    acceptedAt: acceptance && !acceptance.isRepeat ? acceptedAt.toISOString() : null,
    respondedAt: answer && !reply.raw.destroyed ? new Date().toISOString() : null,
    protocol: call.protocol,
    providerId: acceptance?.providerId ?? null,
    reference: call.reference,
    recipient: call.recipient,
    body: call.body,
    outcome,
  });
  if (!fate.earlyReceipt && receipts.length > 0) {
    onceAnswered(reply, () => void world.webhooks.sendInOrder(receipts));
  }
  return answer ? give(reply, answer) : reset(request, reply);
}

/** Accepts the call if nothing speaks against it, and says how it is going to end. */
function decide(fate: Fate, call: ProviderCall, at: Date): Ending & { acceptance?: Acceptance } {
  const { verdict, answers } = call;
  const unseen = endingWithoutALook(fate, answers);
  if (unseen) return unseen;
  if ('refusal' in verdict) return { outcome: 'refused', answer: verdict.refusal };
  if (fate.answer === 'refuse') return { outcome: 'refused', answer: answers.refuse };
  const acceptance = verdict.accept(at, fate.undelivered);
  const ending = endingAfterAcceptance(fate, acceptance.answer, acceptance.isRepeat ?? false, answers);
  return { ...ending, acceptance };
}

function receiptsUnder(fate: Fate, { receipts }: Acceptance): readonly Outgoing[] {
  if (fate.noReceipt) return [];
  return fate.duplicateReceipt ? [...receipts, ...receipts.slice(-1)] : receipts;
}

async function pause(latencyMs: number, closing: AbortSignal): Promise<void> {
  await wait(latencyMs, undefined, { signal: closing }).catch((error: Error) => {
    if (error.name !== 'AbortError') throw error;
  });
}

/** Runs `action` when the answer is out, or can't go out any more. */
function onceAnswered(reply: FastifyReply, action: () => void): void {
  if (reply.raw.closed) action();
  else reply.raw.once('close', action);
}

function give(reply: FastifyReply, answer: Answer): FastifyReply {
  return reply
    .code(answer.status)
    .headers(answer.headers ?? {})
    .send(answer.body);
}

/** Ends the connection with a TCP reset: the caller can't know how far its call came. */
function reset(request: FastifyRequest, reply: FastifyReply): FastifyReply {
  reply.hijack();
  request.raw.socket.resetAndDestroy();
  return reply;
}
