import { HermodError, JsonObject, RecipientId } from '@hermod/contracts';
import type { Line } from '@hermod/http';

/** The JSON object of a line. @throws HermodError ROW_NOT_JSON. */
export function objectOf({ text }: Line, example: string): JsonObject {
  try {
    const read = JsonObject.safeParse(JSON.parse(text ?? ''));
    if (read.success) return read.data;
  } catch {
    // Said below, like everything that is no object.
  }
  throw new HermodError('ROW_NOT_JSON', 'this line is no JSON object in UTF-8, or too long', {
    field: 'body',
    fix: `write one a line, as ${example}`,
  });
}

/** The recipient of a row that was not taken, if it has one that may be shown. */
export function recipientNamedIn(line: Line, field: string): string | undefined {
  try {
    return RecipientId.safeParse(objectOf(line, '')[field]).data;
  } catch {
    return undefined;
  }
}
