import type { JsonObject } from '@hermod/contracts';
import { Column, Entity, PrimaryColumn } from 'typeorm';

/** A recipient. An erased one keeps its id and its version, and nothing else. */
@Entity('recipient')
export class RecipientRow {
  @PrimaryColumn('text') id!: string;
  @Column('jsonb') attributes!: JsonObject;
  @Column('text', { name: 'time_zone', nullable: true }) timeZone!: string | null;
  @Column('text', { nullable: true }) country!: string | null;
  @Column('text', { nullable: true }) region!: string | null;
  @Column('text', { nullable: true }) locale!: string | null;
  @Column('int') version!: number;
  @Column('timestamptz', { name: 'changed_at' }) changedAt!: Date;
  @Column('timestamptz', { name: 'erased_at', nullable: true }) erasedAt!: Date | null;
}
