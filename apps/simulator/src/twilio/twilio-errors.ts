import type { Answer, FaultAnswers } from '../calls/answer.ts';

/** An error as Twilio words it. Source: Twilio's error dictionary, /docs/api/errors. */
function twilioError(code: number, status: number, message: string): Answer {
  return {
    status,
    body: { code, message, more_info: `https://www.twilio.com/docs/errors/${code}`, status },
  };
}

export const NOT_AUTHENTICATED = twilioError(20003, 401, 'Authenticate');
export const NO_BODY = twilioError(21602, 400, 'Message body is required.');
export const NO_FROM = twilioError(21603, 400, "A 'From' phone number is required.");
export const NO_TO = twilioError(21604, 400, "A 'To' phone number is required.");
export const BAD_CALLBACK = twilioError(21609, 400, "The 'StatusCallback' URL is not a valid URL.");
export const BODY_TOO_LONG = twilioError(
  21617,
  400,
  'The concatenated message body exceeds the 1600 character limit.',
);
export const BAD_MEDIA_URL = twilioError(21620, 400, 'Invalid media URL(s)');
export const TOO_MANY_MEDIA = twilioError(21623, 400, 'Number of media files exceeds allowed limit');
export const BAD_CONTENT_SID = twilioError(21655, 400, 'The ContentSid is Invalid');
export const FALLBACK_WITHOUT_SERVICE = twilioError(
  21666,
  400,
  "'FallbackFrom' requires MessagingServiceSid",
);
/** One of both is an RCS address, the other a number. */
export const CHANNELS_DIFFER = twilioError(
  21910,
  400,
  "Invalid 'From' and 'To' pair. 'From' and 'To' should be of the same channel",
);
export const OPTED_OUT = twilioError(21610, 400, 'Attempt to send to unsubscribed recipient');

/** 21211: `to` is no phone number. */
export function invalidTo(to: string): Answer {
  return twilioError(21211, 400, `Invalid 'To' Phone Number: ${to}`);
}

/** 21212: `from` is neither a number, a short code nor a sender name. */
export function invalidFrom(from: string): Answer {
  return twilioError(21212, 400, `Invalid 'From' Phone Number: ${from}`);
}

const INTERNAL = twilioError(20500, 500, 'Internal Server Error');

/** Twilio's words for the faults. Both errors are the same 500: from outside nobody can tell them apart. */
export const TWILIO_FAULTS: FaultAnswers = {
  refuse: twilioError(
    21408,
    400,
    "Permission to send an SMS has not been enabled for the region of the 'To' number.",
  ),
  throttle: { ...twilioError(20429, 429, 'Too Many Requests'), headers: { 'retry-after': '1' } },
  error: INTERNAL,
  errorAfterAccept: INTERNAL,
};

/** `ErrorCode` in the callback of an undelivered message: unreachable destination handset. */
export const UNREACHABLE_HANDSET = '30003';
