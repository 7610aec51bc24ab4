import { createPool, Database } from '@messenger/database';
import { canonicalEmail } from '@messenger/dto';
import { JsonLogger } from '@messenger/logging';
import { exitOnStartFailure } from '@messenger/process';
import { Logger } from '@nestjs/common';
import { AccountsRepository } from './accounts/accounts.repository.js';
import { AdministrationRepository } from './administration/administration.repository.js';
import { AuditLogRepository } from './administration/audit-log.repository.js';
import { config } from './config.js';

/** The program `grant-admin.js`: makes the account with an address an administrator's. */
Logger.overrideLogger(new JsonLogger(config.logging));
grantAdmin(process.argv[2] ?? '').catch(exitOnStartFailure("auth-service's grant of a role"));

async function grantAdmin(typedEmail: string): Promise<void> {
  const pool = createPool({ ...config.database, schema: 'auth' });
  const [administration, auditLog] = [new AdministrationRepository(), new AuditLogRepository()];
  try {
    await new Database(pool).transaction(async (transaction) => {
      const account = await new AccountsRepository().findByEmail(transaction, canonicalEmail(typedEmail) ?? '');
      if (account === undefined) throw new Error('No account has this address: EMAIL=ada@example.com');
      await administration.setAdmin(transaction, account.id, true);
      await auditLog.add(transaction, { adminId: null, action: 'grant_admin', targetId: account.id });
      new Logger('Administration').log(`${account.id} is an administrator`);
    });
  } finally {
    await pool.end();
  }
}
