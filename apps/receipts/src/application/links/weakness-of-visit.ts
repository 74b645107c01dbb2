import type { Channel, Weakness } from '@hermod/contracts';
import { APPLE_MAIL_PROXY, PREFETCH_HEADERS, SCANNERS } from './scanners.ts';

/** A request for a link or a picture, as far as it tells people from machines. */
export interface Visit {
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>;
  readonly at: Date;
}

/** What is known of the message that a visit is about. */
export interface VisitedMessage {
  readonly channel: Channel;
  /** When it was handed over last. */
  readonly handedOverAt: Date | null;
}

/** Nobody gets a mail, reads it and finds its link sooner; what looks through mail on the way does. */
const SOONEST_OF_A_PERSON_MS = 1_000;

/** Why a click says little; undefined where a person may have clicked. */
export function weaknessOfClick(
  visit: Visit,
  { channel, handedOverAt }: VisitedMessage,
): Weakness | undefined {
  if (isMachine(visit)) return 'scanner';
  if (channel !== 'email' || handedOverAt === null) return undefined;
  return visit.at.getTime() - handedOverAt.getTime() < SOONEST_OF_A_PERSON_MS ? 'scanner' : undefined;
}

/** Why the fetching of a picture says little; it never says much, for proxies fetch pictures as well as people. */
export function weaknessOfOpening(visit: Visit, message: VisitedMessage): Weakness {
  if (APPLE_MAIL_PROXY.test(agentOf(visit))) return 'prefetch';
  return weaknessOfClick(visit, message) ?? 'image';
}

/** Every browser names itself, so what names nothing is none. */
function isMachine(visit: Visit): boolean {
  const agent = agentOf(visit);
  if (agent === '' || SCANNERS.some((scanner) => scanner.agent.test(agent))) return true;
  return Object.entries(PREFETCH_HEADERS).some(([name, words]) => words.test(headerOf(visit, name)));
}

const agentOf = (visit: Visit): string => headerOf(visit, 'user-agent').trim();

function headerOf({ headers }: Visit, name: string): string {
  const value = headers[name];
  return typeof value === 'string' ? value : (value?.join(', ') ?? '');
}
