import { isUniqueViolation, type Sql } from '@messenger/database';
import { Injectable } from '@nestjs/common';
import type { AccountEntity } from './account.entity.js';
import { EmailTakenError } from './accounts.errors.js';

@Injectable()
export class AccountsRepository {
  async findByEmail(sql: Sql, email: string): Promise<AccountEntity | null> {
    const [account] = await sql.query<AccountEntity>(`SELECT * FROM accounts WHERE email = $1`, [email]);
    return account ?? null;
  }

  async findById(sql: Sql, id: string): Promise<AccountEntity | null> {
    const [account] = await sql.query<AccountEntity>(`SELECT * FROM accounts WHERE id = $1`, [id]);
    return account ?? null;
  }

  /** Where the account has been used from; none for an account that is none. */
  async addressesOf(sql: Sql, email: string): Promise<string[]> {
    const rows = await sql.query<{ ip: string }>(
      `SELECT DISTINCT s.ip FROM sessions s JOIN accounts a ON a.id = s.user_id WHERE a.email = $1 AND s.ip IS NOT NULL`,
      [email],
    );
    return rows.map(({ ip }) => ip);
  }

  /** Whatever changes how somebody signs in comes one behind the other: each takes this lock before any other. */
  async lock(sql: Sql, id: string): Promise<AccountEntity> {
    const [account] = await sql.query<AccountEntity>(`SELECT * FROM accounts WHERE id = $1 FOR NO KEY UPDATE`, [id]);
    return account as AccountEntity;
  }

  /** @throws EmailTakenError, also where two come at once */
  async insert(
    sql: Sql,
    { id, email, emailVerifiedAt, passwordHash }: Omit<AccountEntity, 'createdAt'>,
  ): Promise<void> {
    try {
      await sql.query(`INSERT INTO accounts (id, email, email_verified_at, password_hash) VALUES ($1, $2, $3, $4)`, [
        id,
        email,
        emailVerifiedAt,
        passwordHash,
      ]);
    } catch (error) {
      throw isUniqueViolation(error, 'accounts_email_key') ? new EmailTakenError() : error;
    }
  }

  /** Whether that is its password still; until the commit it stays so. */
  async holdPassword(sql: Sql, { id, passwordHash }: AccountEntity): Promise<boolean> {
    const rows = await sql.query(`SELECT FROM accounts WHERE id = $1 AND password_hash = $2 FOR SHARE`, [
      id,
      passwordHash,
    ]);
    return rows.length > 0;
  }

  /** Whether it had that password, or none, until now. */
  async replacePassword(sql: Sql, { id, passwordHash }: AccountEntity, successor: string): Promise<boolean> {
    const replaced = await sql.query(
      `UPDATE accounts SET password_hash = $3 WHERE id = $1 AND password_hash IS NOT DISTINCT FROM $2 RETURNING id`,
      [id, passwordHash, successor],
    );
    return replaced.length > 0;
  }

  async verifyEmail(sql: Sql, id: string): Promise<void> {
    await sql.query(`UPDATE accounts SET email_verified_at = now() WHERE id = $1 AND email_verified_at IS NULL`, [id]);
  }

  async setPasswordHash(sql: Sql, id: string, passwordHash: string): Promise<void> {
    await sql.query(`UPDATE accounts SET password_hash = $2 WHERE id = $1`, [id, passwordHash]);
  }

  /** The account can no longer be entered by any provider. */
  async dropIdentities(sql: Sql, id: string): Promise<void> {
    await sql.query(`DELETE FROM identities WHERE user_id = $1`, [id]);
  }
}
