import type { System } from '../system/system.ts';
import { callApi } from '../demo/demo.ts';
import { inParallel } from '../system/in-parallel.ts';
import type { Scenario } from './scenarios.ts';

/** Calls that are under way at once while everything is set up. */
const WIDTH = 48;

const TEMPLATES = {
  'bench-push': {
    channel: 'push',
    content: {
      title: 'On its way',
      body: 'Hi {{ recipient.firstName }}, order {{ event.data.orderId }} is on its way.',
    },
  },
  'bench-sms': {
    channel: 'sms',
    content: { text: 'Hi {{ recipient.firstName }}, order {{ event.data.orderId }} is on its way.' },
  },
};

/** Enters recipients with a phone each, who agreed to texts, over the public API; their ids. */
export async function enterPeople(system: System, count: number): Promise<readonly string[]> {
  const numbers = Array.from({ length: count }, (_, n) => 46_700_000_000 + n);
  await inParallel(numbers, WIDTH, async (number) => {
    const path = `/v1/recipients/${idOf(number)}`;
    await callApi(system, path, { method: 'PUT', body: personOf(number), timeoutMs: 30_000 });
    await callApi(system, `${path}/consents`, { method: 'POST', body: CONSENT, timeoutMs: 30_000 });
  });
  return numbers.map(idOf);
}

/** Publishes templates and journeys. */
export async function publishScenarios(system: System, scenarios: readonly Scenario[]): Promise<void> {
  for (const [name, template] of Object.entries(TEMPLATES)) {
    await callApi(system, `/v1/templates/${name}`, { method: 'PUT', body: template });
  }
  for (const { journey, document } of scenarios) {
    await callApi(system, `/v1/journeys/${journey}`, { method: 'PUT', body: document });
    await callApi(system, `/v1/journeys/${journey}/publish`, { method: 'POST', body: {} });
  }
}

const CONSENT = {
  channel: 'sms',
  purpose: 'transactional',
  topic: 'order-updates',
  state: 'given',
  method: 'form',
  wording: 'Yes, text me about my orders',
  wordingVersion: '3',
  at: '2026-01-01T09:00:00Z',
};

function idOf(number: number): string {
  return `customer-${number - 46_700_000_000}`;
}

function personOf(number: number): object {
  return {
    attributes: { firstName: 'Ada', language: 'sv', segment: 'regular' },
    timeZone: 'Europe/Stockholm',
    country: 'SE',
    contactPoints: [
      { channel: 'push', provider: 'fcm', address: `sim-${number}` },
      { channel: 'sms', address: `+${number}` },
    ],
  };
}
