import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { freePorts } from '@hermod/embedded';
import { SIMULATOR_ACCOUNTS } from '@hermod/providers';
import type { ProviderClass } from '../evidence.ts';

/** The classes of the accounts below (design, section 6). */
export const PROVIDER_CLASSES: Readonly<Record<string, ProviderClass>> = {
  fcm: 'repeatable',
  twilio: 'at-most-once',
  smpp: 'at-most-once',
  smtp: 'at-most-once',
  rbm: 'idempotent',
  'sim-key': 'idempotent',
  'sim-look-up': 'look-up',
};

/** How long a provider may take for its answer, in milliseconds; afterwards nobody knows what became of the call. */
export const PROVIDER_TIMEOUT_MS = 5_000;

/** Of each instance and lane. More texts than that wait in delivery's queue, as those of a campaign do. */
const TEXTS_PER_SECOND = 60;

const PATIENCE = `timeoutMs: ${PROVIDER_TIMEOUT_MS}`;
const PLACE = `baseUrl: { env: HERMOD_SIMULATOR_URL }, windowSize: 200, ${PATIENCE}`;
const LIMITS = `${PLACE}, ratePerSecond: 10000`;

/** Whose texts go over SMPP: who has a number of Norway. All others' go through Twilio. */
export const SMPP_COUNTRY = 'NO';

/**
 * Writes the file of a system's providers: an account of each kind, all played by the simulator. The country of a number decides
 * who takes texts to it, and whose push token a phone holds through whom its pushes go.
 * @param folder where the file goes
 * @returns what every process of the system has to find in its environment
 */
export async function writeProviders(folder: string): Promise<Record<string, string>> {
  // Chosen here, because the file has to name them; the simulator's URL the services know from their environment.
  const [smpp, smtp] = (await freePorts(2)) as [number, number];
  const file = join(folder, 'providers.yaml');
  writeFileSync(file, providersFile(smpp, smtp));
  return { HERMOD_PROVIDERS: file, HERMOD_SMPP_PORT: String(smpp), HERMOD_SMTP_PORT: String(smtp) };
}

function providersFile(smpp: number, smtp: number): string {
  const own = SIMULATOR_ACCOUNTS;
  return `providers:
  - { id: fcm, type: fcm, ${LIMITS}, projectId: ${own.fcmProjectId}, auth: { type: token, token: ${own.fcmToken} } }
  - { id: twilio, type: twilio, ${PLACE}, ratePerSecond: ${TEXTS_PER_SECOND}, countries: [SE, US], accountSid: ${own.twilioAccountSid}, authToken: ${own.twilioAuthToken}, sender: '${own.twilioSender}' }
  - { id: smpp, type: smpp, port: ${smpp}, windowSize: 10, ${PATIENCE}, ratePerSecond: ${TEXTS_PER_SECOND}, countries: [${SMPP_COUNTRY}], systemId: ${own.smppSystemId}, password: ${own.smppPassword}, sender: '+4759440000' }
  - { id: rbm, type: rbm, ${LIMITS}, agentId: ${own.rbmAgentId}, clientToken: ${own.rbmClientToken}, auth: { type: token, token: ${own.rbmToken} } }
  - { id: smtp, type: smtp, host: 127.0.0.1, port: ${smtp}, requireTls: false, windowSize: 50, ${PATIENCE}, ratePerSecond: 10000, from: { name: Nemesis, address: ${own.smtpFrom} }, returnPathDomain: ${own.smtpReturnPathDomain}, inboundSecret: ${own.smtpInboundSecret} }
  - { id: sim-key, type: sim, mode: idempotent, channels: [push], ${LIMITS} }
  - { id: sim-look-up, type: sim, mode: look-up, channels: [push], ${LIMITS}, lookUpAfterMs: 2000 }
`;
}
