import type { ContactPoint, JsonObject } from '@hermod/contracts';

/** A recipient as the API shows it. */
export interface RecipientView {
  readonly id: string;
  readonly attributes: JsonObject;
  readonly timeZone?: string | undefined;
  readonly country?: string | undefined;
  readonly locale?: string | undefined;
  readonly contactPoints: readonly ContactPoint[];
  readonly changedAt: string;
}
