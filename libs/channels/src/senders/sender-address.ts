import { isSupportedCountry } from 'libphonenumber-js/min';

/**
 * What an address is that messages are sent from. `number`: E.164. `short-code`: 3 to 8 digits, of one country each.
 * `alphanumeric`: a name of at most 11 characters, which nobody can answer. `messaging-service`: a pool of Twilio's. `agent`: of
 * RCS. `mailbox`: of email.
 */
export type SenderAddressKind =
  'number' | 'short-code' | 'alphanumeric' | 'messaging-service' | 'agent' | 'mailbox';

const NUMBER = /^\+[1-9]\d{6,14}$/;
const SHORT_CODE = /^\d{3,8}$/;
/** 3GPP TS 23.040, section 9.1.2.5: at most 11 characters; without a letter it would be taken for a number. */
const ALPHANUMERIC = /^(?=.*[A-Za-z])[A-Za-z0-9][A-Za-z0-9 &._-]{0,10}$/;
const MESSAGING_SERVICE = /^MG[0-9a-f]{32}$/i;
/** As Google and Twilio name agents, such as `brand_x1y2z3_agent`, with `@rbm.goog` or without. */
const AGENT = /^(?:rcs:)?[A-Za-z0-9][\w.-]{1,99}(?:@rbm\.goog)?$/;
const MAILBOX = /^[^\s@<>",;:\p{Cc}\p{Cs}]{1,64}@[A-Za-z0-9](?:[A-Za-z0-9.-]{0,251}[A-Za-z0-9])?$/u;
const UNREAD_MAILBOX = /^(?:no|do-?not)[-_.]?reply@/i;

/** Canada and the United States let no names send (CTIA, Messaging Principles, 2023). */
export const WITHOUT_ALPHANUMERIC: readonly string[] = ['CA', 'US'];

/** What an address is on a channel; undefined where no sender of that channel looks like it. */
export function senderAddressKind(channel: string, address: string): SenderAddressKind | undefined {
  switch (channel) {
    case 'sms':
      return textAddressKind(address) ?? (ALPHANUMERIC.test(address) ? 'alphanumeric' : undefined);
    case 'mms':
      return textAddressKind(address);
    case 'rcs':
      if (MESSAGING_SERVICE.test(address)) return 'messaging-service';
      return AGENT.test(address) ? 'agent' : undefined;
    case 'email':
      return MAILBOX.test(address) ? 'mailbox' : undefined;
    default:
      return undefined;
  }
}

/** What fits a channel, for whoever wrote something else. */
export const SENDERS_OF_CHANNEL: Readonly<Record<string, string>> = {
  sms: 'a number in E.164, a short code, a name of at most 11 letters and digits, or a Messaging Service (MG…)',
  mms: 'a number in E.164, a short code or a Messaging Service (MG…)',
  rcs: 'the id of an RCS agent or a Messaging Service (MG…)',
  email: 'a mailbox such as news@example.com',
};

/** Whether somebody reads what people answer: not behind a name, nor in a mailbox that says so. */
export function canReceiveAnswers(address: string, channels: readonly string[]): boolean {
  return channels.every((channel) => {
    const kind = senderAddressKind(channel, address);
    if (kind === 'mailbox') return !UNREAD_MAILBOX.test(address);
    return kind !== undefined && kind !== 'alphanumeric';
  });
}

/** Whether a code of ISO 3166-1 alpha-2 is one with numbers of its own. */
export function isPhoneCountry(code: string): boolean {
  return /^[A-Z]{2}$/.test(code) && isSupportedCountry(code);
}

function textAddressKind(address: string): SenderAddressKind | undefined {
  if (NUMBER.test(address)) return 'number';
  if (SHORT_CODE.test(address)) return 'short-code';
  return MESSAGING_SERVICE.test(address) ? 'messaging-service' : undefined;
}
