import type { TemplateChannel } from '@hermod/channels';
import { Column, Entity, PrimaryColumn } from 'typeorm';

/** A template as its author wrote it; every change makes a new version. */
@Entity('template')
export class TemplateRow {
  @PrimaryColumn('text') name!: string;
  @Column('text') channel!: TemplateChannel;
  @Column('jsonb') content!: unknown;
  /** The same in other languages, by language tag. */
  @Column('jsonb') locales!: Record<string, unknown>;
  @Column('int') version!: number;
  @Column('timestamptz', { name: 'updated_at' }) updatedAt!: Date;
}
