/** The list of a launch, as far as the gateway, which passes it on, and routing, which reads it, share it. */
import { LONGEST_DEADLINE_MS } from './request-deadlines.ts';

export const LAUNCH_LIST = {
  path: '/v1/journeys/:id/launches',
  /** Newline-delimited JSON has no registered media type; these are in use. */
  ndjsonTypes: ['application/x-ndjson', 'application/ndjson', 'application/jsonl'],
  /** RFC 4180. */
  csvTypes: ['text/csv'],
  /** Inflated, 50 MiB. */
  maxBytes: 50 * 1024 * 1024,
  /** Of one row: a recipient id, and what the list says of them. */
  maxRowBytes: 32 * 1024,
  maxRows: 200_000,
  deadlineMs: LONGEST_DEADLINE_MS,
} as const;
