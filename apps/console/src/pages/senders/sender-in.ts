import { namesOf, textOf, tickedOf, withoutGaps } from '../../shared/form-values.ts';

/** The channels that have senders; a push comes from its app. */
export const SENDER_CHANNELS = ['sms', 'mms', 'rcs', 'email'] as const;

/** What `PUT /v1/senders/{id}` takes, from its form. */
export function senderIn(form: FormData): object {
  return withoutGaps({
    provider: textOf(form, 'provider'),
    channels: tickedOf(form, 'channels', SENDER_CHANNELS) ?? [],
    address: textOf(form, 'address'),
    brandName: textOf(form, 'brandName'),
    logo: textOf(form, 'logo'),
    countries: namesOf(form, 'countries')?.map((country) => country.toUpperCase()),
    isDefault: form.get('isDefault') === 'yes',
  });
}
