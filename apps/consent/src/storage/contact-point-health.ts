import type { PointTrouble } from '@hermod/consent-policy';
import type { Channel, ContactPoint } from '@hermod/contracts';
import type { Sql } from '@hermod/postgres';
import { Injectable } from '@nestjs/common';

/** What was told of a contact point. */
export interface ToldOfPoint {
  readonly recipient: string;
  readonly contactPoint: string;
  readonly at: Date;
}

/** That it exists no more, or that channels don't reach it. */
export interface TroubleTold extends ToldOfPoint {
  readonly trouble: PointTrouble['kind'];
  /** Unusable: the channels that don't reach it. */
  readonly channels: readonly Channel[];
  readonly reason: string;
}

/** That it could not take a mail, this time. */
export interface SoftBounceTold extends ToldOfPoint {
  readonly reason: string;
}

/** Where a contact point stands, as it is kept. */
export interface KeptHealth {
  readonly channel: ContactPoint['channel'];
  readonly dead_at: string | Date | null;
  readonly unusable_at: string | Date | null;
  readonly unusable_channels: readonly Channel[] | null;
  readonly trouble_reason: string | null;
}

/** So many soft bounces within so many days, and no mail from there in between. */
const SOFT_BOUNCES = { most: 5, withinDays: 30 } as const;

/** The earliest counts, in whichever order reports come; one from before it was stored or restored is about the past. */
export const MARK_TROUBLES = `
  UPDATE contact_point AS point SET
    dead_at = least(point.dead_at, told."deadAt"),
    unusable_at = least(point.unusable_at, told."unusableAt"),
    unusable_channels = CASE WHEN told."unusableAt" IS NULL THEN point.unusable_channels ELSE
      ARRAY(SELECT DISTINCT one FROM unnest(coalesce(point.unusable_channels, '{}') || told.channels) AS one ORDER BY one)
      END,
    trouble_reason = CASE WHEN point.trouble_reason IS NULL OR (point.dead_at IS NULL AND told."deadAt" IS NOT NULL)
      THEN told.reason ELSE point.trouble_reason END
  FROM jsonb_to_recordset($1::jsonb) AS told(recipient text, "contactPoint" uuid, at timestamptz, "deadAt" timestamptz,
    "unusableAt" timestamptz, channels text[], reason text)
  WHERE point.recipient_id = told.recipient AND point.id = told."contactPoint"
    AND point.registered_at <= told.at AND told.at > coalesce(point.restored_at, '-infinity')`;

export const COUNT_SOFT_BOUNCES = `
  UPDATE contact_point AS point SET soft_bounces = ARRAY(
    SELECT DISTINCT one FROM unnest(point.soft_bounces || told.bounces) AS one
    WHERE one > $2::timestamptz - make_interval(days => ${SOFT_BOUNCES.withinDays})
      AND one >= point.registered_at AND one > coalesce(point.alive_at, '-infinity') ORDER BY one)
  FROM jsonb_to_recordset($1::jsonb) AS told(recipient text, "contactPoint" uuid, bounces timestamptz[])
  WHERE point.recipient_id = told.recipient AND point.id = told."contactPoint"
  RETURNING point.recipient_id AS recipient, point.id AS "contactPoint",
    point.soft_bounces[${SOFT_BOUNCES.most}] AS "fifthAt"`;

export const NOTE_ALIVE = `
  UPDATE contact_point AS point SET alive_at = greatest(point.alive_at, told.at),
    soft_bounces = ARRAY(SELECT one FROM unnest(point.soft_bounces) AS one WHERE one > told.at ORDER BY one)
  FROM jsonb_to_recordset($1::jsonb) AS told(recipient text, "contactPoint" uuid, at timestamptz)
  WHERE point.recipient_id = told.recipient AND point.id = told."contactPoint"`;

export const RESTORE = `
  UPDATE contact_point SET dead_at = NULL, unusable_at = NULL, unusable_channels = NULL, trouble_reason = NULL,
    soft_bounces = '{}', alive_at = $3::timestamptz, restored_at = $3::timestamptz, restored_by = $4,
    restored_because = $5
  WHERE recipient_id = $1 AND id = $2 RETURNING id`;

/** What was found out about contact points when something was sent there. */
@Injectable()
export class ContactPointHealth {
  /** Marks what is dead, or not reached by a channel. In any order and any number of times. */
  async mark(sql: Sql, troubles: readonly TroubleTold[]): Promise<void> {
    if (troubles.length === 0) return;
    // A statement touches each row once.
    for (const batch of oncePerPoint(troubles)) {
      const told = batch.map(({ trouble, at, ...one }) => ({
        ...one,
        at,
        ...(trouble === 'dead' ? { deadAt: at, channels: [] } : { unusableAt: at }),
      }));
      await sql.query('consent.mark-troubles', MARK_TROUBLES, [JSON.stringify(told)]);
    }
  }

  /** Counts soft bounces, each instant once, and marks what had too many. */
  async countSoftBounces(sql: Sql, bounces: readonly SoftBounceTold[], now: Date): Promise<void> {
    if (bounces.length === 0) return;
    const byPoint = Map.groupBy(bounces, ({ recipient, contactPoint }) => `${recipient} ${contactPoint}`);
    const told = [...byPoint.values()].map((ofPoint) => ({
      recipient: ofPoint[0]!.recipient,
      contactPoint: ofPoint[0]!.contactPoint,
      bounces: ofPoint.map(({ at }) => at),
    }));
    const counted = await sql.query<ToldOfPoint & { fifthAt: Date | null }>(
      'consent.count-soft-bounces',
      COUNT_SOFT_BOUNCES,
      [JSON.stringify(told), now],
    );
    const troubles = counted.flatMap(({ recipient, contactPoint, fifthAt }): TroubleTold[] => {
      if (fifthAt === null) return [];
      const last = byPoint.get(`${recipient} ${contactPoint}`)!.at(-1)!;
      const reason = `${SOFT_BOUNCES.most} soft bounces in ${SOFT_BOUNCES.withinDays} days; the last: ${last.reason}`;
      return [{ recipient, contactPoint, at: fifthAt, trouble: 'unusable', channels: ['email'], reason }];
    });
    await this.mark(sql, troubles);
  }

  /** Something came from there: earlier soft bounces count no more. */
  async noteAlive(sql: Sql, points: readonly ToldOfPoint[]): Promise<void> {
    for (const batch of oncePerPoint(points))
      await sql.query('consent.note-alive', NOTE_ALIVE, [JSON.stringify(batch)]);
  }

  /** Takes back what was found out; reports from before say nothing any more. @returns whether there is such a point. */
  async restore(
    sql: Sql,
    { recipient, contactPoint, at }: ToldOfPoint,
    why: { readonly by: string; readonly reason: string },
  ): Promise<boolean> {
    const values = [recipient, contactPoint, at, why.by, why.reason];
    return (await sql.query<object>('consent.restore-contact-point', RESTORE, values)).length > 0;
  }
}

/** In order, in batches in which no contact point is twice. */
function oncePerPoint<T extends ToldOfPoint>(told: readonly T[]): T[][] {
  const batches: Map<string, T>[] = [];
  for (const one of told) {
    const key = `${one.recipient} ${one.contactPoint}`;
    const free = batches.find((batch) => !batch.has(key));
    if (free === undefined) batches.push(new Map([[key, one]]));
    else free.set(key, one);
  }
  return batches.map((batch) => [...batch.values()]);
}

const SERVED: Readonly<Record<ContactPoint['channel'], readonly Channel[]>> = {
  push: ['push'],
  sms: ['sms', 'mms', 'rcs'],
  email: ['email'],
};

/** What is wrong with a contact point; undefined when nothing is. Death outweighs what one channel can't do. */
export function troubleOf(kept: KeptHealth): PointTrouble | undefined {
  const { channel, dead_at: deadAt, unusable_at: unusableAt, unusable_channels: channels } = kept;
  const reason = kept.trouble_reason ?? '';
  if (deadAt !== null) return { kind: 'dead', since: new Date(deadAt), reason, channels: SERVED[channel] };
  if (unusableAt === null || channels === null) return undefined;
  return { kind: 'unusable', since: new Date(unusableAt), reason, channels };
}
