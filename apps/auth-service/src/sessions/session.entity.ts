import { Column, CreateDateColumn, Entity, PrimaryColumn } from 'typeorm';

/** One signed-in device. */
@Entity('sessions')
export class SessionEntity {
  /** UUIDv7; the access tokens' `sid`. */
  @PrimaryColumn('uuid')
  id!: string;

  @Column('uuid', { name: 'user_id' })
  userId!: string;

  @Column('text', { name: 'user_agent', nullable: true })
  userAgent!: string | null;

  @Column('text', { nullable: true })
  ip!: string | null;

  /** The sign-in; the access tokens' `auth_time`. */
  @CreateDateColumn({ name: 'authenticated_at', type: 'timestamptz', precision: 3 })
  authenticatedAt!: Date;

  @CreateDateColumn({ name: 'created_at', type: 'timestamptz', precision: 3 })
  createdAt!: Date;

  @CreateDateColumn({ name: 'last_used_at', type: 'timestamptz', precision: 3 })
  lastUsedAt!: Date;

  /** The end, however much it is used. */
  @Column({ name: 'expires_at', type: 'timestamptz', precision: 3 })
  expiresAt!: Date;

  @Column({ name: 'revoked_at', type: 'timestamptz', precision: 3, nullable: true })
  revokedAt!: Date | null;
}
