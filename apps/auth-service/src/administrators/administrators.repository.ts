import type { Sql } from '@messenger/database';
import { Injectable } from '@nestjs/common';
import { db } from '../database.js';

/** Who has the role, and may use it. */
@Injectable()
export class AdministratorsRepository {
  /** Not while the account is suspended. */
  async isAdmin(sql: Sql, userId: string): Promise<boolean> {
    const admins = await sql.run(
      db
        .selectFrom('accounts')
        .select('id')
        .where('id', '=', userId)
        .where('admin', 'is', true)
        .where('suspendedAt', 'is', null),
    );
    return admins.length > 0;
  }
}
