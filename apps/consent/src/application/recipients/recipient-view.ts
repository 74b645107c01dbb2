import type { ContactPoint, JsonObject } from '@hermod/contracts';

/** A recipient as the API shows it. */
export interface RecipientView {
  readonly id: string;
  readonly attributes: JsonObject;
  readonly timeZone?: string | undefined;
  readonly country?: string | undefined;
  readonly region?: string | undefined;
  readonly locale?: string | undefined;
  readonly contactPoints: readonly (ContactPoint & {
    /** The time zone that the device is set to. */
    readonly timeZone?: string | undefined;
    /** False once the provider has declared it dead. */
    readonly usable: boolean;
  })[];
  readonly changedAt: string;
}
