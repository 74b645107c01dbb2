/** The API's answers, by the words that the console has for them. They follow from the table of operations. */
import type {
  AttemptView,
  ConsentView,
  DeadLetterSummary,
  DeadLetterView,
  DecisionPreviewView,
  DecisionView,
  ErasureView,
  MessageView,
  PolicyView,
  ProviderView,
  ReceiptView,
  RecipientView,
  ReviewVerdictInput,
  ReviewView,
  RunView,
  SystemHealth as Health,
  SystemView,
  WhyView,
} from '@hermod/api';

export type {
  ConsentInput,
  DecisionPreviewInput,
  JourneySummary,
  JourneyVersions,
  MessageContent,
  MessageSummary,
  RunSummary,
  SystemHealth,
  TimelineEntry,
} from '@hermod/api';
export type SystemInfo = SystemView;
export type Why = WhyView;
export type RunStory = RunView;
export type Message = MessageView;
export type Attempt = AttemptView;
export type Receipt = ReceiptView;
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

/** A message as a phone of the simulator shows it. */
export interface PhoneMessage {
  readonly id: string;
  readonly channel: string;
  readonly provider: string;
  readonly messageId?: string;
  readonly text: string;
  readonly title?: string;
  readonly from?: string;
  readonly receivedAt: string;
  readonly openedAt?: string;
}

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
