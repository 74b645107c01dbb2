import type { PointTrouble } from '@hermod/consent-policy';
import type { Channel, ContactPoint, JsonObject } from '@hermod/contracts';

/** Whether a contact point can be used, since when not and why. */
export interface ContactPointState {
  readonly state: 'usable' | PointTrouble['kind'];
  /** False when its own channel doesn't reach it. */
  readonly usable: boolean;
  readonly since?: string;
  readonly reason?: string;
  /** The channels that don't reach it. */
  readonly unreached?: readonly Channel[];
}

/** A contact point's state, as the API shows it. */
export function stateOf(
  channel: ContactPoint['channel'],
  trouble: PointTrouble | undefined,
): ContactPointState {
  if (trouble === undefined) return { state: 'usable', usable: true };
  const { kind, since, reason, channels } = trouble;
  return {
    state: kind,
    usable: !channels.includes(channel),
    since: since.toISOString(),
    ...(reason === '' ? {} : { reason }),
    unreached: channels,
  };
}

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
  } & ContactPointState)[];
  readonly changedAt: string;
}
