import type { ReceiptKind, Weakness } from '@hermod/contracts';
import { Column, Entity, PrimaryColumn } from 'typeorm';

/** A receipt as the read side sees it; `Receipts` writes it. */
@Entity('receipt')
export class ReceiptRow {
  @PrimaryColumn('uuid', { name: 'message_id' })
  messageId!: string;

  @PrimaryColumn('uuid')
  id!: string;

  @Column('uuid', { name: 'attempt_id', nullable: true })
  attemptId!: string | null;

  @Column('text')
  kind!: ReceiptKind;

  @Column('text', { nullable: true })
  weak!: Weakness | null;

  @Column('text', { nullable: true })
  provider!: string | null;

  @Column('text', { nullable: true })
  reason!: string | null;

  @Column('timestamptz')
  at!: Date;

  @Column('timestamptz', { name: 'recorded_at' })
  recordedAt!: Date;
}
