import type { BackService } from '../../config.ts';

/** Which service answers what lies under a path. Events are the gateway's own; reports go to receipts joined. */
const SERVICE_BY_PREFIX: Readonly<Record<string, BackService>> = {
  '/v1/recipients': 'consent',
  '/v1/decisions': 'consent',
  '/v1/reviews': 'consent',
  '/v1/policy': 'consent',
  '/v1/ledger': 'consent',
  '/v1/templates': 'delivery',
  '/v1/providers': 'delivery',
  '/v1/senders': 'delivery',
  '/v1/messages': 'delivery',
  '/v1/journeys': 'routing',
  '/v1/launches': 'routing',
  '/v1/runs': 'routing',
  '/v1/answers': 'routing',
};

/** The paths to register: each prefix and all below it. */
export const PROXIED_PATHS: readonly string[] = Object.keys(SERVICE_BY_PREFIX).flatMap((prefix) => [
  prefix,
  `${prefix}/*`,
]);

/** The service for a path, or undefined. */
export function serviceFor(path: string): BackService | undefined {
  const prefix = Object.keys(SERVICE_BY_PREFIX).find(
    (known) => path === known || path.startsWith(`${known}/`),
  );
  return prefix === undefined ? undefined : SERVICE_BY_PREFIX[prefix];
}
