import { ConsentInput } from '@hermod/api';
import { RecipientId } from '@hermod/contracts';
import { invalidRequest, type Line } from '@hermod/http';
import { z } from 'zod';
import type { RowToImport } from '../../../application/recipients/import-recipients.ts';
import { RecipientBody } from '../recipient-body.ts';
import { saidIn } from '../said-in.ts';
import { objectOf, recipientNamedIn } from './json-row.ts';

const MOST_CONSENTS = 50;
const EXAMPLE = '{"id": …, "contactPoints": […], …}';

/** A line of an import: the body of `PUT /v1/recipients/{id}`, its `id`, and what the person has said. */
const Row = z.object({
  id: RecipientId,
  consents: z.array(ConsentInput).max(MOST_CONSENTS).default([]),
  recipient: RecipientBody,
});

/**
 * Reads one line.
 * @param recordedBy the id of the key with which the import came.
 * @throws HermodError ROW_NOT_JSON, or ROW_INVALID with each field and fix.
 */
export function readRow(line: Line, recordedBy: string): RowToImport {
  const { id, consents, ...recipient } = objectOf(line, EXAMPLE);
  const read = Row.safeParse({ id, consents, recipient });
  if (!read.success) throw invalidRequest(read.error.issues.map(withoutRoot), '', 'ROW_INVALID');
  return {
    recipient: { ...read.data.recipient, id: read.data.id },
    consents: read.data.consents.map((consent) => saidIn(consent, recordedBy)),
  };
}

/** The recipient of a row that was not taken, if it has one that may be shown. */
export function recipientIn(line: Line): string | undefined {
  return recipientNamedIn(line, 'id');
}

/** The recipient's fields stand in the line itself. */
function withoutRoot(issue: z.core.$ZodIssue): z.core.$ZodIssue {
  return issue.path[0] === 'recipient' ? { ...issue, path: issue.path.slice(1) } : issue;
}
