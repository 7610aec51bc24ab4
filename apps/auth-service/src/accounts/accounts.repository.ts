import type { Transaction } from '@messenger/events';
import { isUniqueViolation } from '@messenger/database';
import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { AccountEntity } from './account.entity.js';
import { EmailTakenError } from './accounts.errors.js';

@Injectable()
export class AccountsRepository {
  constructor(private readonly dataSource: DataSource) {}

  findByEmail(email: string): Promise<AccountEntity | null> {
    return this.dataSource.manager.findOneBy(AccountEntity, { email });
  }

  findById(id: string): Promise<AccountEntity | null> {
    return this.dataSource.manager.findOneBy(AccountEntity, { id });
  }

  /** @throws EmailTakenError, also where two come at once */
  async insert({ manager }: Transaction, account: Omit<AccountEntity, 'createdAt'>): Promise<void> {
    try {
      await manager.insert(AccountEntity, account);
    } catch (error) {
      throw isUniqueViolation(error, 'accounts_email_key') ? new EmailTakenError() : error;
    }
  }

  async setPasswordHash({ manager }: Transaction, id: string, passwordHash: string): Promise<void> {
    await manager.update(AccountEntity, { id }, { passwordHash });
  }
}
