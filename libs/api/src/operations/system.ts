import { z } from 'zod';
import { operation } from '../operation.ts';

const Status = z.enum(['ready', 'unready']);
const InstanceHealth = z.object({
  instance: z.string(),
  status: z.enum(['ready', 'unready', 'unreachable']),
  failing: z.array(z.string()).optional(),
});

export const SystemHealth = z
  .object({
    status: Status,
    gateway: z.object({ status: Status, failing: z.array(z.string()).describe('The checks that fail.') }),
    services: z.record(z.string(), z.array(InstanceHealth)).describe('The instances of each service.'),
  })
  .meta({ id: 'SystemHealth' });
export type SystemHealth = z.infer<typeof SystemHealth>;

export const SystemView = z
  .object({
    version: z.string(),
    simulator: z.boolean().describe('True while the phones of the simulator can be reached.'),
    traceUrl: z
      .string()
      .optional()
      .describe('The page of one trace, with `{traceId}` in its place; only when something shows traces.'),
  })
  .meta({ id: 'System' });
export type SystemView = z.infer<typeof SystemView>;

export const SYSTEM_OPERATIONS = {
  getSystem: operation({
    id: 'getSystem',
    method: 'GET',
    path: '/v1/system',
    tag: 'System',
    summary: 'Tells what this Hermod is',
    scope: undefined,
    service: 'gateway',
    answers: { 200: { what: 'The system.', content: { 'application/json': SystemView } } },
  }),
  getJourneySchema: operation({
    id: 'getJourneySchema',
    method: 'GET',
    path: '/schemas/journey.json',
    tag: 'Journeys',
    summary: 'Shows the JSON Schema of the journey language',
    description:
      'For editors: name it in the first line of a file, `# yaml-language-server: $schema=<address>`.',
    scope: undefined,
    key: 'none',
    service: 'gateway',
    headers: z.object({
      'if-none-match': z.string().optional().describe('The `ETag` of the schema that you have.'),
    }),
    answers: {
      200: {
        what: 'JSON Schema, draft 2020-12.',
        content: { 'application/schema+json': z.record(z.string(), z.unknown()) },
        headers: z.object({
          etag: z.string().describe('Names this very schema.'),
          'cache-control': z.string(),
        }),
      },
      304: { what: 'It is the one that you have.' },
    },
    refusals: [400],
  }),
  getLiveness: operation({
    id: 'getLiveness',
    method: 'GET',
    path: '/health/live',
    tag: 'System',
    summary: 'Tells that this gateway lives',
    scope: undefined,
    key: 'none',
    service: 'gateway',
    answers: {
      200: { what: 'It lives.', content: { 'application/json': z.object({ status: z.literal('live') }) } },
    },
  }),
  getReadiness: operation({
    id: 'getReadiness',
    method: 'GET',
    path: '/health/ready',
    tag: 'System',
    summary: 'Tells whether every instance of every service is ready',
    scope: undefined,
    key: 'none',
    service: 'gateway',
    answers: {
      200: { what: 'Everything is ready.', content: { 'application/json': SystemHealth } },
      503: { what: 'Something is not; the answer says what.', content: { 'application/json': SystemHealth } },
    },
  }),
  getMetrics: operation({
    id: 'getMetrics',
    method: 'GET',
    path: '/metrics',
    tag: 'System',
    summary: 'Gathers the metrics of all processes',
    scope: undefined,
    key: 'none',
    service: 'gateway',
    answers: { 200: { what: "Prometheus' text format.", content: { 'text/plain': z.string() } } },
  }),
} as const;
