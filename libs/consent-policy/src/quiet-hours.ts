import type { LocalHours } from '@hermod/calendar';
import type { Channel, Purpose } from '@hermod/contracts';

/** Hours in which somebody wants to be left alone, by the clocks of where the recipient is. Critical messages pass. */
export interface QuietHours {
  /** Whose they are. */
  readonly of: 'recipient' | 'organisation';
  readonly hours: LocalHours;
  /** Absent: all but critical. */
  readonly purposes?: readonly Purpose[] | undefined;
  /** Absent: all of them. */
  readonly channels?: readonly Channel[] | undefined;
}
