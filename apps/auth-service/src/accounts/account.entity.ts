import { Column, CreateDateColumn, Entity, PrimaryColumn } from 'typeorm';

/** Somebody who can sign in. */
@Entity('accounts')
export class AccountEntity {
  /** UUIDv7; also the profile's id. */
  @PrimaryColumn('uuid')
  id!: string;

  /** In lower case. */
  @Column('text')
  email!: string;

  /** When the owner of the address proved to own it; null until then. */
  @Column({ name: 'email_verified_at', type: 'timestamptz', precision: 3, nullable: true })
  emailVerifiedAt!: Date | null;

  /** argon2id in PHC format; null for an account without a password. */
  @Column('text', { name: 'password_hash', nullable: true })
  passwordHash!: string | null;

  @CreateDateColumn({ name: 'created_at', type: 'timestamptz', precision: 3 })
  createdAt!: Date;
}
