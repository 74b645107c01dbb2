import { chooseSender, type Sender } from '@hermod/channels';
import type { ContactPoint } from '@hermod/contracts';
import type { Provider } from '@hermod/providers';
import { countryOf } from '../../outbound/country-of.ts';
import type { ProviderPool } from '../../outbound/provider-pool.ts';
import type { Message } from '../../storage/messages.ts';

type About = Pick<Message, 'channel' | 'permission'>;

/**
 * Who could take a message to a contact point: the eligible providers, those first that have a sender for the country of the
 * number; else in the order of the configuration.
 */
export function routesOf(
  pool: Pick<ProviderPool, 'eligible'>,
  senders: readonly Sender[],
  message: About,
  contactPoint: ContactPoint,
): readonly Provider[] {
  const eligible = pool.eligible(message.channel, contactPoint);
  if (senders.length === 0 || eligible.length < 2) return eligible;
  const isAtHome = ({ id }: Provider): boolean =>
    senderOf(senders, message, id, contactPoint)?.countries !== undefined;
  const atHome = new Set(eligible.filter(isAtHome));
  return [...atHome, ...eligible.filter((provider) => !atHome.has(provider))];
}

/** Who a message comes from that a provider hands over; undefined: whom its account names. */
export function senderOf(
  senders: readonly Sender[],
  { channel, permission }: About,
  provider: string,
  contactPoint: ContactPoint,
): Sender | undefined {
  if (!senders.some((sender) => sender.provider === provider)) return undefined;
  const asksForAnswers = permission.intent.replies !== undefined;
  return chooseSender(senders, { provider, channel, country: countryOf(contactPoint), asksForAnswers });
}
