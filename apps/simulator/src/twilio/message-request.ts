import type { Answer } from '../calls/answer.ts';
import { type ContentTemplates, type RenderedTemplate } from './content-templates.ts';
import * as errors from './twilio-errors.ts';

/** What a caller asks of `Messages.json`, once it was found to be in order. */
export interface MessageRequest {
  readonly channel: 'sms' | 'mms' | 'rcs';
  /** The number of the phone, whatever the channel. */
  readonly phone: string;
  /** As the caller wrote it: the number, on RCS behind `rcs:`. */
  readonly to: string;
  /** Whom the phone shows; on RCS behind `rcs:`. */
  readonly from: string;
  readonly messagingServiceSid: string | null;
  readonly body: string;
  readonly mediaUrls: readonly string[];
  /** Of a content template. */
  readonly actions: RenderedTemplate['actions'];
  readonly statusCallback: string | null;
}

/** The number that the simulated Twilio sends from when the caller names a messaging service, or nobody has sent yet. */
export const POOL_NUMBER = '+15005550006';
/** The RCS sender of every messaging service. */
export const POOL_AGENT = 'rcs:simulator_agent';

const MAX_BODY_CHARACTERS = 1600;
const MAX_MEDIA = 10;
const RCS = 'rcs:';
const NUMBER = /^\+[1-9]\d{6,14}$/;

/** What the reader of a request needs to know. */
export interface Surroundings {
  readonly mayReach: (url: string) => boolean;
  readonly templates: Pick<ContentTemplates, 'render'>;
}

/** Reads the form of a `Messages.json` call; the first thing that is wrong with it is the refusal. */
export function readMessageRequest(
  form: URLSearchParams,
  { mayReach, templates }: Surroundings,
): { readonly refusal: Answer } | { readonly message: MessageRequest } {
  const to = form.get('To') ?? '';
  const isRcs = to.startsWith(RCS);
  const phone = isRcs ? to.slice(RCS.length) : to;
  const messagingServiceSid = form.get('MessagingServiceSid');
  const pooled = isRcs ? POOL_AGENT : POOL_NUMBER;
  const from = form.get('From') ?? (messagingServiceSid === null ? '' : pooled);
  const statusCallback = form.get('StatusCallback');
  const content = contentOf(form, templates);

  if (to === '') return { refusal: errors.NO_TO };
  if (!NUMBER.test(phone)) return { refusal: errors.invalidTo(to) };
  if (from === '') return { refusal: errors.NO_FROM };
  if (from.startsWith(RCS) !== isRcs) return { refusal: errors.CHANNELS_DIFFER };
  if (!isRcs && !isSender(from)) return { refusal: errors.invalidFrom(from) };
  if (form.has('FallbackFrom') && messagingServiceSid === null)
    return { refusal: errors.FALLBACK_WITHOUT_SERVICE };
  if ('refusal' in content) return content;
  // A callback that the simulator would never make is refused rather than kept quiet about.
  if (statusCallback !== null && !mayReach(statusCallback)) return { refusal: errors.BAD_CALLBACK };
  const channel = isRcs ? 'rcs' : content.mediaUrls.length > 0 ? 'mms' : 'sms';
  return { message: { channel, phone, to, from, messagingServiceSid, ...content, statusCallback } };
}

/** Words and media, as the caller wrote them or as its content template has them. */
function contentOf(
  form: URLSearchParams,
  templates: Surroundings['templates'],
): { readonly refusal: Answer } | RenderedTemplate {
  const sid = form.get('ContentSid');
  const content =
    sid === null
      ? { body: form.get('Body') ?? '', mediaUrls: form.getAll('MediaUrl'), actions: [] }
      : templates.render(sid, form.get('ContentVariables') ?? '{}');
  if (content === undefined) return { refusal: errors.BAD_CONTENT_SID };
  if (content.body === '' && content.mediaUrls.length === 0) return { refusal: errors.NO_BODY };
  if ([...content.body].length > MAX_BODY_CHARACTERS) return { refusal: errors.BODY_TOO_LONG };
  if (content.mediaUrls.length > MAX_MEDIA) return { refusal: errors.TOO_MANY_MEDIA };
  if (!content.mediaUrls.every(isWebUrl)) return { refusal: errors.BAD_MEDIA_URL };
  return content;
}

function isWebUrl(url: string): boolean {
  return /^https?:$/.test(URL.parse(url)?.protocol ?? '');
}

/** A number in E.164, a short code of 3 to 8 digits, or a sender name of up to 11 characters with a letter. */
function isSender(from: string): boolean {
  return NUMBER.test(from) || /^\d{3,8}$/.test(from) || /^(?=.*[a-z])[a-z\d &+_-]{1,11}$/i.test(from);
}
