import { callApi, type Door } from '../../demo/demo.ts';
import { inParallel } from '../../system/in-parallel.ts';
import type { Dice } from '../dice.ts';
import { TEMPLATES } from './templates.ts';

/** Somebody with a phone. */
export interface Person {
  readonly id: string;
  /** In E.164. */
  readonly number: string;
  /** Whose token the phone holds, which decides what can be promised about pushes to it. */
  readonly pushProvider: string;
  /** Says STOP some time after the first text. */
  readonly stops: boolean;
}

/** Where everybody lives. Its law lets marketing go at any hour, so that a run can be at any hour too. */
export const PEOPLE_ZONE = 'Europe/Stockholm';
/** Whose tokens phones hold. */
export const PUSH_PROVIDERS = ['fcm', 'sim-key', 'sim-look-up'];
const STOPPING = 0.1;
const WIDTH = 16;
const IMPORTED_AT_ONCE = 500;

/** Of ten people: whose texts go over SMPP, and whose handsets take an MMS. */
const NORWEGIAN = 2;
const AMERICAN = 2;

/** Invents people of this run of the nemesis. */
export function inventPeople(nemesis: string, count: number, dice: Dice): Person[] {
  return Array.from({ length: count }, (_, n) => ({
    id: `${nemesis}-${n}`,
    number: numberOf(n),
    pushProvider: PUSH_PROVIDERS[n % PUSH_PROVIDERS.length]!,
    stops: dice.chance() < STOPPING,
  }));
}

/** Whose phone knows no RCS: one in seven. */
export function withoutRcs(people: readonly Person[]): Person[] {
  return people.filter((_, n) => n % 7 === 3);
}

function numberOf(n: number): string {
  if (n % 10 < NORWEGIAN) return `+474${String(n).padStart(7, '0')}`;
  return n % 10 < NORWEGIAN + AMERICAN
    ? `+1808555${String(n).padStart(4, '0')}`
    : `+467${String(n).padStart(8, '0')}`;
}

/** Enters people, templates and journeys over the public API. */
export async function enterPeople(door: Door, people: readonly Person[]): Promise<void> {
  for (const [name, body] of Object.entries(TEMPLATES))
    await callApi(door, `/v1/templates/${name}`, { method: 'PUT', body });
  await inParallel(people, WIDTH, async (person) => {
    const path = `/v1/recipients/${person.id}`;
    await callApi(door, path, { method: 'PUT', body: bodyOf(person), timeoutMs: 30_000 });
    for (const [purpose, topic] of [
      ['transactional', 'orders'],
      ['marketing', 'offers'],
    ] as const) {
      const body = consent(purpose, topic);
      await callApi(door, `${path}/consents`, { method: 'POST', body, timeoutMs: 30_000 });
    }
  });
}

/** Enters many people over the public API, as one does with lists. */
export async function importPeople(door: Door, people: readonly Person[]): Promise<void> {
  const consents = [consent('transactional', 'orders'), consent('marketing', 'offers')];
  for (let from = 0; from < people.length; from += IMPORTED_AT_ONCE) {
    const lines = people
      .slice(from, from + IMPORTED_AT_ONCE)
      .map((person) => JSON.stringify({ id: person.id, ...bodyOf(person), consents }));
    const headers = { 'content-type': 'application/x-ndjson' };
    const call = { method: 'POST', headers, body: lines.join('\n'), timeoutMs: 60_000 };
    const { body } = await callApi(door, '/v1/recipients/import', call);
    const { accepted, rejected } = body as { accepted: number; rejected: readonly unknown[] };
    if (accepted !== lines.length) throw new Error(`an import was refused: ${JSON.stringify(rejected[0])}`);
  }
}

/** Publishes journeys. */
export async function publishJourneys(
  door: Door,
  journeys: readonly { readonly journey: string; readonly document: object }[],
): Promise<void> {
  for (const { journey, document } of journeys) {
    await callApi(door, `/v1/journeys/${journey}`, { method: 'PUT', body: document });
    await callApi(door, `/v1/journeys/${journey}/publish`, { method: 'POST', body: {} });
  }
}

/** The token of somebody's app. */
export function pushAddressOf({ number }: Person): string {
  return `sim-${number.slice(1)}`;
}

function bodyOf(person: Person): object {
  const { number, pushProvider } = person;
  return {
    attributes: { firstName: 'Ada' },
    timeZone: PEOPLE_ZONE,
    country: 'SE',
    contactPoints: [
      { channel: 'push', provider: pushProvider, address: pushAddressOf(person) },
      { channel: 'sms', address: number },
      { channel: 'email', address: `${number.slice(1)}@sim.test` },
    ],
  };
}

function consent(purpose: string, topic: string): object {
  return {
    channel: 'sms',
    purpose,
    topic,
    state: 'given',
    method: 'form',
    wording: 'Yes, text me',
    wordingVersion: '1',
    at: '2026-01-01T09:00:00Z',
  };
}
