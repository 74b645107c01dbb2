import { SIMULATOR_ACCOUNTS } from '@hermod/providers';
import { canonicalForm, signedForm, type Genuine } from './wire-request.ts';

const { twilioAccountSid: ACCOUNT, twilioAuthToken: TOKEN, twilioSender: SENDER } = SIMULATOR_ACCOUNTS;
const COMMON = { AccountSid: ACCOUNT, ApiVersion: '2010-04-01', MessageSid: `SM${'a'.repeat(32)}` };
const INBOUND_PATH = '/webhooks/twilio';

/** Keys that a forger may try under Twilio's signature. */
export const TWILIO_WRONG_KEYS: readonly string[] = [ACCOUNT, '', `${TOKEN}x`, TOKEN.toUpperCase()];

/**
 * Every kind of webhook that Twilio sends, of the simulator's account and correctly signed.
 * @param publicUrl how Twilio reaches the gateway.
 * @param callbackPath path and query of a message's callback URL.
 * @param number of the person whom they are about.
 */
export function twilioWebhooks(publicUrl: string, callbackPath: string, number: string): readonly Genuine[] {
  const status = { ...COMMON, From: SENDER, MessageStatus: 'delivered', To: number };
  const text = { ...COMMON, Body: 'STOP', From: number, NumMedia: '0', SmsStatus: 'received', To: SENDER };
  const genuine = (what: string, path: string, params: Readonly<Record<string, string>>): Genuine => ({
    what,
    request: signedForm(publicUrl, path, params, TOKEN),
    canonical: canonicalForm,
  });
  return [
    genuine('a delivery', callbackPath, status),
    genuine('a failure', callbackPath, { ...status, MessageStatus: 'undelivered', ErrorCode: '30005' }),
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
