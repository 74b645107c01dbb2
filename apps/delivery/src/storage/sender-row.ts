import type { Channel } from '@hermod/contracts';
import { Column, Entity, PrimaryColumn } from 'typeorm';

/** A sender that was saved over HTTP. */
@Entity('sender')
export class SenderRow {
  @PrimaryColumn('text') id!: string;
  @Column('text') provider!: string;
  @Column('text', { array: true }) channels!: Channel[];
  @Column('text') address!: string;
  @Column('text', { name: 'brand_name', nullable: true }) brandName!: string | null;
  @Column('text', { nullable: true }) logo!: string | null;
  @Column('text', { array: true, nullable: true }) countries!: string[] | null;
  @Column('boolean', { name: 'is_default' }) isDefault!: boolean;
  @Column('timestamptz', { name: 'updated_at' }) updatedAt!: Date;
}
