import { SIMULATOR_ACCOUNTS } from '@hermod/providers';
import { canonicalForm, signedForm, type Genuine } from './wire-request.ts';

const { twilioAccountSid: ACCOUNT, twilioAuthToken: TOKEN, twilioSender: SENDER } = SIMULATOR_ACCOUNTS;
const COMMON = { AccountSid: ACCOUNT, ApiVersion: '2010-04-01', MessageSid: `SM${'a'.repeat(32)}` };
const AGENT = 'rcs:simulator_agent';
const INBOUND_PATH = '/webhooks/twilio';

/** Keys that a forger may try under Twilio's signature. */
export const TWILIO_WRONG_KEYS: readonly string[] = [ACCOUNT, '', `${TOKEN}x`, TOKEN.toUpperCase()];

/**
 * Every kind of webhook that Twilio sends, of the simulator's account and correctly signed.
 * @param publicUrl how Twilio reaches the gateway.
 * @param callbackPath path and query of a message's callback URL.
 * @param number of the person whom they are about.
 * @param postback what a tapped chip brings back.
 */
export function twilioWebhooks(
  publicUrl: string,
  callbackPath: string,
  number: string,
  postback = 'confirm',
): readonly Genuine[] {
  const genuine: Sign = (what, path, params) => ({
    what,
    request: signedForm(publicUrl, path, params, TOKEN),
    canonical: canonicalForm,
  });
  return [
    ...textWebhooks(genuine, callbackPath, number),
    ...rcsWebhooks(genuine, callbackPath, number, postback),
  ];
}

type Sign = (what: string, path: string, params: Readonly<Record<string, string>>) => Genuine;

const statusOf = (number: string) => ({ ...COMMON, From: SENDER, MessageStatus: 'delivered', To: number });
const textOf = (number: string) => ({
  ...COMMON,
  Body: 'STOP',
  From: number,
  NumMedia: '0',
  SmsStatus: 'received',
  To: SENDER,
});

/** Of SMS and MMS. */
function textWebhooks(genuine: Sign, callbackPath: string, number: string): Genuine[] {
  const [status, text] = [statusOf(number), textOf(number)];
  return [
    genuine('a delivery', callbackPath, status),
    genuine('a failure', callbackPath, { ...status, MessageStatus: 'undelivered', ErrorCode: '30005' }),
    genuine('a landline', callbackPath, { ...status, MessageStatus: 'undelivered', ErrorCode: '30006' }),
    genuine('a STOP', INBOUND_PATH, { ...text, OptOutType: 'STOP' }),
    genuine('a START', INBOUND_PATH, { ...text, Body: 'START', OptOutType: 'START' }),
    genuine('a text', INBOUND_PATH, {
      ...text,
      Body: "Så bra – tack! 🎉\nWhat's next? 100 % + 1 = a&b",
      FromCity: 'MALMÖ',
    }),
    genuine('a picture', INBOUND_PATH, {
      ...text,
      Body: '',
      NumMedia: '1',
      MediaUrl0: 'https://api.example/m/1?a=b',
    }),
  ];
}

/** Of RCS, where numbers and agents stand behind `rcs:`. */
function rcsWebhooks(genuine: Sign, callbackPath: string, number: string, postback: string): Genuine[] {
  const text = { ...textOf(number), Body: 'Ja', From: `rcs:${number}`, To: AGENT };
  const chip = { ...text, ButtonPayload: postback, ButtonText: 'Ja' };
  return [
    genuine('a reading', callbackPath, {
      ...statusOf(number),
      ChannelPrefix: 'rcs',
      ChannelToAddress: number,
      EventType: 'READ',
      From: AGENT,
      MessageStatus: 'read',
      To: `rcs:${number}`,
    }),
    genuine('an RCS text', INBOUND_PATH, { ...text, ChannelMetadata: '{"type":"rcs","data":{}}' }),
    genuine('a tapped chip', INBOUND_PATH, chip),
    genuine('a tapped chip without a text', INBOUND_PATH, { ...chip, Body: '' }),
  ];
}
