import type { SenderDocument } from '@hermod/channels';
import { HermodError } from '@hermod/contracts';
import type { Provider } from '@hermod/providers';

/**
 * Refuses a sender whose provider isn't configured, or doesn't serve one of its channels.
 * @param root put before the field
 * @throws HermodError SENDER_PROVIDER_UNKNOWN, SENDER_CHANNEL_UNSERVED
 */
export function refuseUnserved(
  { provider: id, channels }: Pick<SenderDocument, 'provider' | 'channels'>,
  providerOf: (id: string) => Provider | undefined,
  root = '',
): void {
  const provider = providerOf(id);
  if (provider === undefined)
    throw new HermodError('SENDER_PROVIDER_UNKNOWN', `there is no provider ${id}`, {
      field: `${root}provider`,
      fix: 'GET /v1/providers lists them',
    });
  const index = channels.findIndex((channel) => !provider.channels.includes(channel));
  if (index === -1) return;
  throw new HermodError('SENDER_CHANNEL_UNSERVED', `${id} doesn't send ${channels[index]}`, {
    field: `${root}channels[${index}]`,
    fix: `leave it out; ${id} sends ${provider.channels.join(', ')}`,
  });
}
