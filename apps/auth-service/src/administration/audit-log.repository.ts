import type { KeysetPosition, Selectable, Sql, Transaction } from '@messenger/database';
import { Injectable } from '@nestjs/common';
import { v7 as uuidv7 } from 'uuid';
import { db } from '../database.js';
import { COLUMNS, type AuditLog } from '../tables.gen.js';

export type AuditRow = Selectable<AuditLog>;

/** What was done to whom. */
export interface AuditedAct extends Pick<AuditRow, 'action' | 'targetId'> {
  /** Null for whoever runs the server. */
  adminId: string | null;
  reason?: string;
}

@Injectable()
export class AuditLogRepository {
  /** In the transaction of the act. */
  async add(transaction: Transaction, { reason, ...act }: AuditedAct): Promise<void> {
    await transaction.run(db.insertInto('auditLog').values({ id: uuidv7(), ...act, reason: reason ?? null }));
  }

  /** The latest first. */
  list(sql: Sql, after: KeysetPosition | undefined, limit: number): Promise<AuditRow[]> {
    return sql.run(
      db
        .selectFrom('auditLog')
        .select(COLUMNS.auditLog)
        .$if(after !== undefined, (log) =>
          log.where((eb) =>
            eb(eb.refTuple('createdAt', 'id'), '<', eb.tuple(after?.time ?? new Date(0), after?.id ?? '')),
          ),
        )
        .orderBy('createdAt', 'desc')
        .orderBy('id', 'desc')
        .limit(limit),
    );
  }
}
