import { HermodError } from '@hermod/contracts';

/**
 * The number of a phone in the form `+<digits>`, from `+<digits>` or `<digits>`.
 * @throws HermodError `SIMULATOR_INVALID_INPUT` when it is neither.
 */
export function phoneNumber(written: string): string {
  const digits = /^\+?(\d{3,15})$/.exec(written)?.[1];
  if (digits !== undefined) return `+${digits}`;
  throw new HermodError('SIMULATOR_INVALID_INPUT', 'This is no phone number.', {
    field: 'number',
    fix: 'Use + and 3 to 15 digits, such as +46700000001.',
  });
}

/** The phone behind a push token `sim-<digits>`; undefined when the token is of another form. */
export function phoneOfToken(token: string): string | undefined {
  const digits = /^sim-(\d{3,15})$/.exec(token)?.[1];
  return digits === undefined ? undefined : `+${digits}`;
}
