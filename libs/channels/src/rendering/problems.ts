import { HermodError } from '@hermod/contracts';

/** A message that can't be sent as it came out. No value of the data is repeated in it. */
export function unsendable(field: string, message: string, fix: string): HermodError {
  return new HermodError('TEMPLATE_RENDER_FAILED', message, { field: `content.${field}`, fix });
}

/** What has to be there came out empty. */
export function cameOutEmpty(field: string): HermodError {
  return unsendable(field, 'it comes out empty', 'make sure that something is written in every case');
}
