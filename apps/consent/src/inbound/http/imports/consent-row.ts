import { ConsentImportLine } from '@hermod/api';
import { invalidRequest, type Line } from '@hermod/http';
import type { ImportedConsent } from '../../../application/consents/import-consents.ts';
import { saidIn } from '../said-in.ts';
import { objectOf } from './json-row.ts';

/**
 * Reads one line: the body of `POST /v1/recipients/{id}/consents`, and its `recipient`.
 * @param recordedBy the id of the key with which the import came.
 * @throws HermodError ROW_NOT_JSON, or ROW_INVALID with each field and fix.
 */
export function readConsentRow(line: Line, recordedBy: string): ImportedConsent {
  const read = ConsentImportLine.safeParse(objectOf(line, '{"recipient": …, "channel": "sms", …}'));
  if (!read.success) throw invalidRequest(read.error.issues, '', 'ROW_INVALID');
  const { recipient, ...body } = read.data;
  return { recipient, ...saidIn(body, recordedBy) };
}
