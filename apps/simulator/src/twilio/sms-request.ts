import type { Answer } from '../calls/answer.ts';
import * as errors from './twilio-errors.ts';

/** What a caller asks of `Messages.json`, once it was found to be in order. */
export interface SmsRequest {
  readonly to: string;
  readonly from: string;
  readonly messagingServiceSid: string | null;
  readonly body: string;
  readonly mediaUrls: readonly string[];
  readonly statusCallback: string | null;
}

/** The number that the simulated Twilio sends from when the caller names a messaging service, or nobody has sent yet. */
export const POOL_NUMBER = '+15005550006';

const MAX_BODY_CHARACTERS = 1600;

/** Reads the form of a `Messages.json` call; the first thing that is wrong with it is the refusal. */
export function readSmsRequest(
  form: URLSearchParams,
  mayReach: (url: string) => boolean,
): { readonly refusal: Answer } | { readonly sms: SmsRequest } {
  const to = form.get('To') ?? '';
  const messagingServiceSid = form.get('MessagingServiceSid');
  const from = form.get('From') ?? (messagingServiceSid === null ? '' : POOL_NUMBER);
  const body = form.get('Body') ?? '';
  const mediaUrls = form.getAll('MediaUrl');
  const statusCallback = form.get('StatusCallback');

  if (to === '') return { refusal: errors.NO_TO };
  if (!/^\+[1-9]\d{6,14}$/.test(to)) return { refusal: errors.invalidTo(to) };
  if (from === '') return { refusal: errors.NO_FROM };
  if (!isSender(from)) return { refusal: errors.invalidFrom(from) };
  if (body === '' && mediaUrls.length === 0) return { refusal: errors.NO_BODY };
  if ([...body].length > MAX_BODY_CHARACTERS) return { refusal: errors.BODY_TOO_LONG };
  // A callback that the simulator would never make is refused rather than kept quiet about.
  if (statusCallback !== null && !mayReach(statusCallback)) return { refusal: errors.BAD_CALLBACK };
  return { sms: { to, from, messagingServiceSid, body, mediaUrls, statusCallback } };
}

/** A number in E.164, a short code of 3 to 8 digits, or a sender name of up to 11 characters with a letter. */
function isSender(from: string): boolean {
  return (
    /^\+[1-9]\d{6,14}$/.test(from) || /^\d{3,8}$/.test(from) || /^(?=.*[a-z])[a-z\d &+_-]{1,11}$/i.test(from)
  );
}
