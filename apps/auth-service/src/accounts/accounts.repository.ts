import { first, isUniqueViolation, now, type Selectable, type Sql } from '@messenger/database';
import { Injectable } from '@nestjs/common';
import { db, type NewRow } from '../database.js';
import { COLUMNS, type Accounts } from '../tables.gen.js';
import { EmailTakenError } from './accounts.errors.js';

export type Account = Selectable<Accounts>;
export type NewAccount = NewRow<'accounts', 'admin' | 'createdAt' | 'suspendedAt' | 'suspendedFor'>;

@Injectable()
export class AccountsRepository {
  findByEmail(sql: Sql, email: string): Promise<Account | undefined> {
    return first(sql, db.selectFrom('accounts').select(COLUMNS.accounts).where('email', '=', email));
  }

  findById(sql: Sql, id: string): Promise<Account | undefined> {
    return first(sql, db.selectFrom('accounts').select(COLUMNS.accounts).where('id', '=', id));
  }

  /** The IP addresses of all sessions of the account with that e-mail address, ended ones included. */
  async listSessionIps(sql: Sql, email: string): Promise<string[]> {
    const rows = await sql.run(
      db
        .selectFrom('sessions')
        .innerJoin('accounts', 'accounts.id', 'sessions.userId')
        .select('sessions.ip')
        .distinct()
        .where('accounts.email', '=', email)
        .where('sessions.ip', 'is not', null)
        .$narrowType<{ ip: string }>(),
    );
    return rows.map(({ ip }) => ip);
  }

  /**
   * Locks an account that exists. Every transaction that changes how an account is signed in to takes this lock before any
   * other, so they run one after the other.
   */
  async lock(sql: Sql, id: string): Promise<Account> {
    const account = await first(
      sql,
      db.selectFrom('accounts').select(COLUMNS.accounts).where('id', '=', id).forNoKeyUpdate(),
    );
    return account as Account;
  }

  /** As `lock`, of an account that may be gone. */
  async lockIfExists(sql: Sql, id: string): Promise<boolean> {
    return (await sql.run(db.selectFrom('accounts').select('id').where('id', '=', id).forNoKeyUpdate())).length > 0;
  }

  /** As `lock`, against whatever refers to the account as well. */
  lockToDelete(sql: Sql, id: string): Promise<Account | undefined> {
    return first(sql, db.selectFrom('accounts').select(COLUMNS.accounts).where('id', '=', id).forUpdate());
  }

  /** With its identities, links and flows; its sessions have to be gone. */
  async delete(sql: Sql, id: string): Promise<void> {
    await sql.run(db.deleteFrom('accounts').where('id', '=', id));
  }

  /** @throws EmailTakenError, also where two insert the same address at once */
  async insert(sql: Sql, account: NewAccount): Promise<void> {
    try {
      await sql.run(db.insertInto('accounts').values(account));
    } catch (error) {
      throw isUniqueViolation(error, 'accounts_email_key') ? new EmailTakenError() : error;
    }
  }

  /** Whether the password is still the same; if so, nobody changes it until the transaction ends. */
  async lockIfPasswordUnchanged(sql: Sql, { id, passwordHash }: Account): Promise<boolean> {
    const rows = await sql.run(
      db.selectFrom('accounts').select('id').where('id', '=', id).where('passwordHash', '=', passwordHash).forShare(),
    );
    return rows.length > 0;
  }

  /** False, and nothing is written, where the account's password has changed since it was read. */
  async replacePassword(sql: Sql, { id, passwordHash }: Account, newPasswordHash: string): Promise<boolean> {
    const replaced = await sql.run(
      db
        .updateTable('accounts')
        .set({ passwordHash: newPasswordHash })
        .where('id', '=', id)
        .where('passwordHash', 'is not distinct from', passwordHash)
        .returning('id'),
    );
    return replaced.length > 0;
  }

  /** An address that is verified already keeps its time. */
  async markEmailVerified(sql: Sql, id: string): Promise<void> {
    await sql.run(
      db
        .updateTable('accounts')
        .set({ emailVerifiedAt: now() })
        .where('id', '=', id)
        .where('emailVerifiedAt', 'is', null),
    );
  }

  async setPasswordHash(sql: Sql, id: string, passwordHash: string): Promise<void> {
    await sql.run(db.updateTable('accounts').set({ passwordHash }).where('id', '=', id));
  }
}
