import type { ContactPoint, JsonObject } from '@hermod/contracts';

/** A recipient as the API shows it. */
export interface RecipientView {
  readonly id: string;
  readonly attributes: JsonObject;
  readonly timeZone?: string | undefined;
  readonly country?: string | undefined;
  readonly locale?: string | undefined;
  readonly contactPoints: readonly (ContactPoint & {
    /** False once the provider has declared it dead. */
    readonly usable: boolean;
  })[];
  readonly changedAt: string;
}
