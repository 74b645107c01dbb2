/** The API's answers, by the words that the console has for them. They follow from the table of operations. */
import type {
  AttemptView,
  ConsentView,
  DeadLetterSummary,
  DeadLetterView,
  DecisionPreviewView,
  DecisionView,
  EmailPreview,
  ErasureView,
  MessageView,
  MmsPreview,
  PolicyView,
  ProviderView,
  PushPreview,
  RcsPreview,
  ReceiptView,
  RecipientView,
  ReviewVerdictInput,
  ReviewView,
  RunView,
  SenderView,
  SmsPreview,
  SystemHealth as Health,
  SystemView,
  TemplateView,
  UnmatchedAnswerView,
  WhyView,
} from '@hermod/api';
import type { BrandLook, CardLook, ChipLook, MailLookGiven, MediaLook } from '../shared/looks/looks.ts';

export type {
  ConsentInput,
  DecisionPreviewInput,
  JourneySummary,
  JourneyVersions,
  MessageSummary,
  RunSummary,
  SystemHealth,
  TemplateSummary,
  TimelineEntry,
} from '@hermod/api';
export type SystemInfo = SystemView;
export type Why = WhyView;
export type RunStory = RunView;
export type Message = MessageView;
export type Attempt = AttemptView;
/** `weak` says why a signal tells little: `image`, `prefetch` or `scanner`. */
export type Receipt = ReceiptView & { readonly weak?: string | undefined };
export type Recipient = RecipientView;
export type ContactPoint = Pick<RecipientView['contactPoints'][number], 'channel' | 'address'>;
export type Consent = ConsentView;
export type Decision = DecisionView;
export type DecisionPreview = DecisionPreviewView;
export type Erasure = ErasureView;
export type Review = ReviewView;
export type ReviewVerdict = ReviewVerdictInput;
export type Policy = PolicyView;
export type DeadLetter = DeadLetterSummary;
export type DeadLetterLook = DeadLetterView;
export type Provider = ProviderView;
export type Template = TemplateView;
export type Sender = SenderView;
export type UnmatchedAnswer = UnmatchedAnswerView;
/** What a person would get, by its channel. */
export type TemplateLook =
  | ({ readonly channel: 'sms' } & SmsPreview)
  | ({ readonly channel: 'push' } & PushPreview)
  | ({ readonly channel: 'mms' } & MmsPreview)
  | ({ readonly channel: 'rcs' } & RcsPreview)
  | ({ readonly channel: 'email' } & EmailPreview);
/** One process of a service; of the gateway, the one that answers. */
export type InstanceHealth = Health['services'][string][number];

/** A page of a list; `next` leads to the following one. */
export interface Page<T> {
  readonly items: readonly T[];
  readonly next?: string | undefined;
}

export interface DeadLetterPage extends Page<DeadLetter> {
  /** Services that could not be asked. */
  readonly unavailable?: readonly string[];
}

/** A message as a phone of the simulator shows it; see `apps/simulator/src/phones/phone.ts`. */
export interface PhoneMessage {
  readonly id: string;
  readonly channel: string;
  readonly provider: string;
  readonly messageId?: string;
  readonly text: string;
  readonly title?: string;
  readonly from?: string;
  readonly brand?: BrandLook;
  readonly media?: readonly MediaLook[];
  readonly cards?: readonly CardLook[];
  /** Chips below it; `tap` counts these first, then those of the cards in their order. */
  readonly suggestions?: readonly ChipLook[];
  readonly mail?: Omit<MailLookGiven, 'text'>;
  readonly receivedAt: string;
  readonly openedAt?: string;
}

/** What is tapped on a phone, counted from 0. */
export type PhoneTap = { readonly link: number } | { readonly suggestion: number };

/** A text that the person with the phone wrote. */
export interface PhoneReply {
  readonly id: string;
  readonly text: string;
  readonly sentAt: string;
}

/** What somebody said, as far as it was asked for. */
export interface Ledger {
  /** Newest recording first. */
  readonly entries: readonly Consent[];
  /** False when there are older entries than these. */
  readonly isWhole: boolean;
}

/** The page on which somebody sets what they want, for whoever has the link. */
export interface PreferenceLink {
  readonly url: string;
  readonly expiresAt: string;
}
