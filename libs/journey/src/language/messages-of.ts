/** Which messages steps ask for. */
import { type Channel, CHANNELS } from '@hermod/contracts';
import type { Rung, Step } from './steps.ts';

/** The rungs of a step whose messages come in turn; of an `ask` each is until it is answered. Undefined for other steps. */
export function rungsOf(step: Step): readonly Rung[] | undefined {
  if ('escalate' in step) return step.escalate;
  return 'ask' in step ? step.ask.map((rung) => ({ ...rung, until: 'replied' as const })) : undefined;
}

/** The messages that a step may ask for, with the key under which they stand; none for other steps. */
export function messagesOf(step: Step): {
  readonly key: 'escalate' | 'ask' | 'send';
  readonly messages: readonly Partial<Record<Channel, string | undefined>>[];
} {
  if ('escalate' in step) return { key: 'escalate', messages: step.escalate };
  if ('ask' in step) return { key: 'ask', messages: step.ask };
  return { key: 'send', messages: 'send' in step ? step.send : [] };
}

/** The channel and template of a rung or of one entry of a `send`. */
export function channelOf(rung: Partial<Record<Channel, string | undefined>>): {
  channel: Channel;
  template: string;
} {
  for (const channel of CHANNELS) {
    const template = rung[channel];
    if (template !== undefined) return { channel, template };
  }
  throw new TypeError('a rung without a channel passed the check');
}
