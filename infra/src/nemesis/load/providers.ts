import type { ProviderClass } from '../evidence.ts';

/** The classes of the accounts below (design, section 6). */
export const PROVIDER_CLASSES: Readonly<Record<string, ProviderClass>> = {
  fcm: 'repeatable',
  twilio: 'at-most-once',
  'sim-key': 'idempotent',
  'sim-look-up': 'look-up',
};

const PLACE = 'baseUrl: { env: HERMOD_SIMULATOR_URL }, windowSize: 200, timeoutMs: 5000';
const LIMITS = `${PLACE}, ratePerSecond: 10000`;
/** Of each instance and lane. More texts than that wait in delivery's queue, as those of a campaign do. */
const TEXTS_PER_SECOND = 60;

/**
 * One account of each class, all played by the simulator: texts go through Twilio, and whose push token a phone
 * holds decides through which of the others its pushes go. The services know the simulator's URL from their
 * environment.
 */
export const PROVIDERS_FILE = `providers:
  - { id: fcm, type: fcm, ${LIMITS}, projectId: hermod-simulator, auth: { type: token, token: simulator } }
  - { id: twilio, type: twilio, ${PLACE}, ratePerSecond: ${TEXTS_PER_SECOND}, accountSid: AC${'0'.repeat(32)}, authToken: sim-auth-token, sender: '+15005550006' }
  - { id: sim-key, type: sim, mode: idempotent, channels: [push], ${LIMITS} }
  - { id: sim-look-up, type: sim, mode: look-up, channels: [push], ${LIMITS}, lookUpAfterMs: 2000 }
`;

/** How long a provider may take for its answer, in milliseconds; afterwards nobody knows what became of the call. */
export const PROVIDER_TIMEOUT_MS = 5_000;
