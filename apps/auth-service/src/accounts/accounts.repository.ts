import type { Sql, Transaction } from '@messenger/events';
import { isUniqueViolation } from '@messenger/database';
import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { AccountEntity } from './account.entity.js';
import { EmailTakenError } from './accounts.errors.js';

@Injectable()
export class AccountsRepository {
  constructor(private readonly dataSource: DataSource) {}

  findByEmail(email: string, { manager }: { manager: EntityManager } = this.dataSource): Promise<AccountEntity | null> {
    return manager.findOneBy(AccountEntity, { email });
  }

  findById(id: string): Promise<AccountEntity | null> {
    return this.dataSource.manager.findOneBy(AccountEntity, { id });
  }

  /** Where the account has been used from; none for an account that is none. */
  async addressesOf(email: string): Promise<string[]> {
    const rows = await this.dataSource.query<{ ip: string }[]>(
      `SELECT DISTINCT s.ip FROM sessions s JOIN accounts a ON a.id = s.user_id WHERE a.email = $1 AND s.ip IS NOT NULL`,
      [email],
    );
    return rows.map(({ ip }) => ip);
  }

  /** Whatever changes how somebody signs in comes one behind the other: each takes this lock before any other. */
  lock({ manager }: Transaction, id: string): Promise<AccountEntity> {
    return manager.findOneOrFail(AccountEntity, { where: { id }, lock: { mode: 'for_no_key_update' } });
  }

  /** @throws EmailTakenError, also where two come at once */
  async insert({ manager }: Transaction, account: Omit<AccountEntity, 'createdAt'>): Promise<void> {
    try {
      await manager.insert(AccountEntity, account);
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

  async setPasswordHash({ manager }: Transaction, id: string, passwordHash: string): Promise<void> {
    await manager.update(AccountEntity, { id }, { passwordHash });
  }

  /** The account can no longer be entered by any provider. */
  async dropIdentities(sql: Sql, id: string): Promise<void> {
    await sql.query(`DELETE FROM identities WHERE user_id = $1`, [id]);
  }
}
