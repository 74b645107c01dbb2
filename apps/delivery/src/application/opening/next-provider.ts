import type { Provider } from '@hermod/providers';
import type { Attempt } from '../../storage/attempts.ts';

const UNSUPPORTED = 'PROVIDER_CHANNEL_UNSUPPORTED: ';

/**
 * Whether an attempt was refused by a provider that can't reach the contact point on this channel, such as an agent that isn't
 * launched with the person's carrier. Another provider may; nothing was sent.
 */
export function mayMoveOn({ state, trouble, reason }: Attempt): boolean {
  return state === 'failed' && (trouble === 'unusable' || reason?.startsWith(UNSUPPORTED) === true);
}

/**
 * The provider for the next attempt at a contact point: the next in turn of those that haven't said that they can't reach it.
 * @param own the earlier attempts at it
 * @param eligible who serves the channel there, in order
 */
export function nextProvider(own: readonly Attempt[], eligible: readonly Provider[]): Provider | undefined {
  const cannot = new Set(own.filter(mayMoveOn).map(({ provider }) => provider));
  const left = eligible.filter(({ id }) => !cannot.has(id));
  return left[(own.length - cannot.size) % Math.max(1, left.length)];
}
