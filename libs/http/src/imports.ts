/** Imports of people and their consents, as far as the gateway, which passes them on, and consent, which does them, share it. */
import { LONGEST_DEADLINE_MS } from './request-deadlines.ts';

const NEWLINE_DELIMITED = {
  /** Newline-delimited JSON has no registered media type; these are in use. */
  mediaTypes: ['application/x-ndjson', 'application/ndjson', 'application/jsonl'],
  /** Inflated, 50 MiB. */
  maxBytes: 50 * 1024 * 1024,
  /** Of one line: a recipient with all that may be said of one. */
  maxLineBytes: 256 * 1024,
  deadlineMs: LONGEST_DEADLINE_MS,
} as const;

export const RECIPIENT_IMPORT = { ...NEWLINE_DELIMITED, path: '/v1/recipients/import' } as const;
export const CONSENT_IMPORT = { ...NEWLINE_DELIMITED, path: '/v1/consents/import' } as const;
