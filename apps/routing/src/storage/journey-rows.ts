import { Column, Entity, PrimaryColumn } from 'typeorm';

export type SourceFormat = 'yaml' | 'json';

/** A journey with the draft that its designers work on. */
@Entity('journey')
export class JourneyRow {
  @PrimaryColumn('text') id!: string;
  @Column('text', { name: 'draft_source' }) draftSource!: string;
  @Column('text', { name: 'draft_format' }) draftFormat!: SourceFormat;
  @Column('timestamptz', { name: 'draft_at' }) draftAt!: Date;
  @Column('int', { name: 'published_version', nullable: true }) publishedVersion!: number | null;
  /** Since when new events start no run, and runs stand still. */
  @Column('timestamptz', { name: 'paused_at', nullable: true }) pausedAt!: Date | null;
}

/** A published version: its source text never changes, and runs stay on it. */
@Entity('journey_version')
export class JourneyVersionRow {
  @PrimaryColumn('text') journey!: string;
  @PrimaryColumn('int') version!: number;
  @Column('text') source!: string;
  @Column('text') format!: SourceFormat;
  @Column('text', { name: 'heard_types', array: true }) heardTypes!: string[];
  @Column('timestamptz', { name: 'published_at' }) publishedAt!: Date;
}
