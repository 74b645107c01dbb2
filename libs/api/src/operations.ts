import type { Operation } from './operation.ts';
import { CONSENT_OPERATIONS } from './operations/consents.ts';
import { DEAD_LETTER_OPERATIONS } from './operations/dead-letters.ts';
import { DECISION_OPERATIONS } from './operations/decisions.ts';
import { EVENT_OPERATIONS } from './operations/events.ts';
import { JOURNEY_EXPLORATION_OPERATIONS } from './operations/journey-exploration.ts';
import { JOURNEY_SIMULATION_OPERATIONS } from './operations/journey-simulation.ts';
import { JOURNEY_VERSION_OPERATIONS } from './operations/journey-versions.ts';
import { JOURNEY_OPERATIONS } from './operations/journeys.ts';
import { KEY_OPERATIONS } from './operations/keys.ts';
import { LAUNCH_OPERATIONS } from './operations/launches.ts';
import { LEDGER_OPERATIONS } from './operations/ledger.ts';
import { LINK_OPERATIONS } from './operations/links.ts';
import { MESSAGE_OPERATIONS } from './operations/messages.ts';
import { POLICY_OPERATIONS } from './operations/policy.ts';
import { PREFERENCE_OPERATIONS } from './operations/preferences.ts';
import { PROVIDER_OPERATIONS } from './operations/providers.ts';
import { RECIPIENT_OPERATIONS } from './operations/recipients.ts';
import { ANSWER_OPERATIONS } from './operations/answers.ts';
import { REVIEW_OPERATIONS } from './operations/reviews.ts';
import { RUN_OPERATIONS } from './operations/runs.ts';
import { SENDER_OPERATIONS } from './operations/senders.ts';
import { SIGNAL_OPERATIONS } from './operations/signals.ts';
import { SYSTEM_OPERATIONS } from './operations/system.ts';
import { TEMPLATE_OPERATIONS } from './operations/templates.ts';

/** Everything that the HTTP API can do, by id, in the order of the reference. */
export const OPERATIONS = {
  ...EVENT_OPERATIONS,
  ...RECIPIENT_OPERATIONS,
  ...CONSENT_OPERATIONS,
  ...LEDGER_OPERATIONS,
  ...DECISION_OPERATIONS,
  ...PREFERENCE_OPERATIONS,
  ...ANSWER_OPERATIONS,
  ...REVIEW_OPERATIONS,
  ...POLICY_OPERATIONS,
  ...TEMPLATE_OPERATIONS,
  ...JOURNEY_OPERATIONS,
  ...JOURNEY_VERSION_OPERATIONS,
  ...JOURNEY_SIMULATION_OPERATIONS,
  ...JOURNEY_EXPLORATION_OPERATIONS,
  ...LAUNCH_OPERATIONS,
  ...RUN_OPERATIONS,
  ...MESSAGE_OPERATIONS,
  ...SIGNAL_OPERATIONS,
  ...LINK_OPERATIONS,
  ...DEAD_LETTER_OPERATIONS,
  ...PROVIDER_OPERATIONS,
  ...SENDER_OPERATIONS,
  ...KEY_OPERATIONS,
  ...SYSTEM_OPERATIONS,
} as const;

export type Operations = typeof OPERATIONS;
export type OperationId = keyof Operations;

/** The same as a list, for those who look at all of them. */
export const ALL_OPERATIONS: readonly Operation[] = Object.values(OPERATIONS);
