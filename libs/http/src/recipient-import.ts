/** The import of recipients, as far as the gateway, which passes it on, and consent, which does it, share it. */
import { LONGEST_DEADLINE_MS } from './request-deadlines.ts';

export const RECIPIENT_IMPORT = {
  path: '/v1/recipients/import',
  /** Newline-delimited JSON has no registered media type; these are in use. */
  mediaTypes: ['application/x-ndjson', 'application/ndjson', 'application/jsonl'],
  /** Inflated, 50 MiB. */
  maxBytes: 50 * 1024 * 1024,
  /** Of one line: a recipient with all that may be said of one. */
  maxLineBytes: 256 * 1024,
  deadlineMs: LONGEST_DEADLINE_MS,
} as const;
