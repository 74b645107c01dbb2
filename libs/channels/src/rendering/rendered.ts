/** What a person gets, by channel: rendered, within the limits of the channel, ready to be handed over. */
import type { EmailContent } from '../content/email-content.ts';
import type { PushContent } from '../content/push-content.ts';
import type { RcsCard, RcsSuggestion } from '../content/rcs-content.ts';

/** An SMS as it is handed over: already in its smart encoding. */
export interface RenderedSms {
  readonly channel: 'sms';
  readonly text: string;
}

/** A push as it is handed over. `link`: https, or a scheme of the app's own; `image`: http or https. */
export interface RenderedPush extends PushContent {
  readonly channel: 'push';
}

export interface RenderedMedia {
  /** http or https, and public where that is asked for. */
  readonly url: string;
  readonly contentType: string;
}

/** An MMS as it is handed over; the text may be empty. */
export interface RenderedMms {
  readonly channel: 'mms';
  readonly text?: string | undefined;
  readonly media: readonly RenderedMedia[];
}

/** An RCS message as it is handed over: one of text, card and carousel. */
export interface RenderedRcs {
  readonly channel: 'rcs';
  readonly text?: string | undefined;
  readonly card?: RcsCard | undefined;
  readonly carousel?: readonly RcsCard[] | undefined;
  readonly cardWidth?: 'small' | 'medium' | undefined;
  readonly suggestions?: readonly RcsSuggestion[] | undefined;
}

export interface RenderedAttachment {
  readonly filename: string;
  readonly contentType: string;
  readonly url?: string | undefined;
  readonly text?: string | undefined;
  readonly base64?: string | undefined;
}

/** An invitation with its instants. */
export interface RenderedCalendar {
  readonly uid?: string | undefined;
  readonly sequence: number;
  readonly title: string;
  /** ISO 8601, UTC. */
  readonly start: string;
  readonly end: string;
  /** IANA: the clocks that it is shown by; absent: UTC. */
  readonly timeZone?: string | undefined;
  readonly location?: string | undefined;
  readonly description?: string | undefined;
  readonly cancelled?: true | undefined;
}

/** An email as it is handed over: always with a text part. */
export interface RenderedEmail extends Pick<EmailContent, 'subject' | 'html' | 'preheader' | 'trackOpens'> {
  readonly channel: 'email';
  readonly text: string;
  readonly attachments?: readonly RenderedAttachment[] | undefined;
  readonly calendar?: RenderedCalendar | undefined;
}

export type RenderedContent = RenderedPush | RenderedSms | RenderedMms | RenderedRcs | RenderedEmail;
