import type { ContactPoint } from './facts/message-decided.ts';
import { parse, v5 } from 'uuid';
import { utf8 } from './bytes.ts';

/** Namespace of every id that Hermod derives. Derived ids make a replay repeat itself. */
const HERMOD = parse('f3b1a0de-6a55-5b0c-9f43-4865726d6f64');

/** A stable id from its parts (RFC 9562, version 5). Parts are length-prefixed, so they can't run into each other. */
export function deriveId(...parts: readonly (string | number)[]): string {
  // As bytes: from text the library would make them one by one, and a busy service derives thousands a second.
  return v5(utf8(parts.map((part) => `${String(part).length}:${part}`).join('')), HERMOD);
}

/** The run that a domain event starts for a recipient in a journey (whatever its version). */
export function runId(journey: string, source: string, eventId: string, recipient: string): string {
  return deriveId('run', journey, source, eventId, recipient);
}

/** The message of one rung (or one channel of a `send`) on one visit of a step. */
export function messageId(run: string, step: string, visit: number, rung: number): string {
  return deriveId('message', run, step, visit, rung);
}

/** The n-th hand-over of a message to one contact point. */
export function attemptId(message: string, contactPoint: string, n: number): string {
  return deriveId('attempt', message, contactPoint, n);
}

/** An address of a recipient: stable for recipient, channel and (normalised) address, so that storing it again changes nothing. */
export function contactPointId(recipient: string, channel: ContactPoint['channel'], address: string): string {
  return deriveId('contact-point', recipient, channel, address);
}
