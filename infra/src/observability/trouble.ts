import { randomUUID } from 'node:crypto';
import { callHttp } from '../system/http-json.ts';
import { Poisoner } from '../nemesis/faults/poisoner.ts';
import type { Upstream } from '../nemesis/load/upstream.ts';
import type { System } from '../system/system.ts';

/** A little of everything that metrics count and a smooth run has not: refusals, strangers, poison, failing calls. */
export async function makeTrouble(system: System, upstream: Upstream): Promise<void> {
  const key = { authorization: `Bearer ${system.apiKey}` };
  const post = async (path: string, body: unknown, headers: Record<string, string> = {}): Promise<void> => {
    await callHttp(system.gatewayUrl + path, { method: 'POST', body, headers });
  };
  await callHttp(`${system.simulatorUrl}/faults/twilio`, {
    method: 'PUT',
    body: { seed: 1, rates: { error: 0.1, resetAfterAccept: 0.1 } },
  });
  await new Poisoner(upstream).poison(0, 0);
  // Too little for an event, a webhook that nobody signed, and a signal for a message that there is not.
  await post(
    '/v1/events',
    { specversion: '1.0' },
    { ...key, 'content-type': 'application/cloudevents+json' },
  );
  await post('/webhooks/twilio?t=forged', 'From=%2B46700000001&Body=x', {
    'content-type': 'application/x-www-form-urlencoded',
  });
  const at = new Date().toISOString();
  await post('/v1/signals', { message: randomUUID(), signal: 'opened', at }, key);
}
