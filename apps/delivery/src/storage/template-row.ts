import { Column, Entity, PrimaryColumn } from 'typeorm';

/** A template as its author wrote it; every change makes a new version. */
@Entity('template')
export class TemplateRow {
  @PrimaryColumn('text') name!: string;
  @Column('text') channel!: 'push' | 'sms';
  @Column('jsonb') content!: unknown;
  @Column('int') version!: number;
  @Column('timestamptz', { name: 'updated_at' }) updatedAt!: Date;
}
