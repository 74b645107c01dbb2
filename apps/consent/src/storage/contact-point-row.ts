import type { Channel, ContactPoint } from '@hermod/contracts';
import { Column, Entity, PrimaryColumn } from 'typeorm';

/** An address of a recipient, in the recipient's order. */
@Entity('contact_point')
export class ContactPointRow {
  @PrimaryColumn('text', { name: 'recipient_id' }) recipientId!: string;
  @PrimaryColumn('uuid') id!: string;
  @Column('int') position!: number;
  @Column('text') channel!: ContactPoint['channel'];
  @Column('text', { nullable: true }) provider!: string | null;
  @Column('text') address!: string;
  @Column('text', { name: 'address_hash' }) addressHash!: string;
  @Column('text', { name: 'device_time_zone', nullable: true }) deviceTimeZone!: string | null;
  @Column('timestamptz', { name: 'registered_at' }) registeredAt!: Date;
  @Column('timestamptz', { name: 'dead_at', nullable: true }) deadAt!: Date | null;
  @Column('timestamptz', { name: 'unusable_at', nullable: true }) unusableAt!: Date | null;
  @Column('text', { name: 'unusable_channels', array: true, nullable: true }) unusableChannels!:
    Channel[] | null;
  @Column('text', { name: 'trouble_reason', nullable: true }) troubleReason!: string | null;
}
