import { Column, Entity, PrimaryColumn } from 'typeorm';

/** A key: who may do what until when, and the digests of its secrets. */
@Entity('api_key')
export class ApiKeyRow {
  @PrimaryColumn('text') id!: string;
  @Column('text') name!: string;
  @Column('text', { array: true }) scopes!: string[];
  @Column('bytea') digest!: Buffer;
  @Column('bytea', { name: 'former_digest', nullable: true }) formerDigest!: Buffer | null;
  @Column('timestamptz', { name: 'former_until', nullable: true }) formerUntil!: Date | null;
  @Column('double precision', { name: 'rate_per_second', nullable: true }) ratePerSecond!: number | null;
  @Column('int', { name: 'rate_burst', nullable: true }) rateBurst!: number | null;
  @Column('timestamptz', { name: 'created_at' }) createdAt!: Date;
  @Column('text', { name: 'created_by' }) createdBy!: string;
  @Column('timestamptz', { name: 'expires_at', nullable: true }) expiresAt!: Date | null;
  @Column('timestamptz', { name: 'revoked_at', nullable: true }) revokedAt!: Date | null;
  /** To the minute. */
  @Column('timestamptz', { name: 'last_used_at', nullable: true }) lastUsedAt!: Date | null;
  @Column('bigint') revision!: string;
}
