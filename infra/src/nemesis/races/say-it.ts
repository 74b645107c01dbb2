import { createHash } from 'node:crypto';
import { SIMULATOR_ACCOUNTS, signTwilio } from '@hermod/providers';
import { callHttp } from '../../system/http-json.ts';
import type { System } from '../../system/system.ts';
import { tryToHandIn } from '../load/until-taken.ts';

/** Where things are said. */
type Doors = Pick<System, 'gatewayUrl' | 'simulatorUrl' | 'apiKey'>;

/** A person types it on the simulated phone, whose provider then keeps texts from that number as well. */
export async function sayByPhone({ simulatorUrl }: Doors, number: string, text: string): Promise<boolean> {
  const { body } = await callHttp(`${simulatorUrl}/phones/${number}/replies`, { body: { text } });
  return (body as { isTaken?: boolean }).isTaken === true;
}

/**
 * The provider hands a text in that its own books know nothing of, so that nothing but Hermod keeps the next message.
 * @param said names the text; the same again is a repeat of it
 */
export async function sayByWebhook(
  { gatewayUrl }: Doors,
  number: string,
  text: string,
  said: string,
): Promise<boolean> {
  const { twilioAccountSid, twilioAuthToken, twilioSender } = SIMULATOR_ACCOUNTS;
  const sid = `SM${createHash('md5').update(said).digest('hex')}`;
  const form = new URLSearchParams({
    AccountSid: twilioAccountSid,
    Body: text,
    From: number,
    MessageSid: sid,
    NumMedia: '0',
    SmsStatus: 'received',
    To: twilioSender,
  });
  const url = `${gatewayUrl}/webhooks/twilio`;
  const headers = {
    'content-type': 'application/x-www-form-urlencoded',
    'x-twilio-signature': signTwilio({ url, form }, twilioAuthToken),
  };
  return (await tryToHandIn(url, { method: 'POST', headers, body: form.toString() })) !== undefined;
}

/** Somebody else tells that a person wants no more texts: of one purpose, or of all where it is undefined. */
export async function withdrawByApi(
  { gatewayUrl, apiKey }: Doors,
  recipient: string,
  purpose: 'transactional' | undefined,
  key: string,
): Promise<boolean> {
  const body = {
    channel: 'sms',
    ...(purpose === undefined ? {} : { purpose }),
    state: 'withdrawn',
    method: 'form',
    wording: 'No more texts, please',
    wordingVersion: '1',
  };
  const headers = { authorization: `Bearer ${apiKey}`, 'idempotency-key': key };
  const url = `${gatewayUrl}/v1/recipients/${recipient}/consents`;
  return (await tryToHandIn(url, { headers, body })) !== undefined;
}
