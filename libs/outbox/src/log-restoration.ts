import { raw, type Compilable, type Database } from '@messenger/database';
import { Logger } from '@nestjs/common';
import { lockLog } from './outbox.repository.js';

/** More than a log can have lost. Positions stay below 2^53. */
const BREAK_LENGTH = 2 ** 32;

interface LogState {
  head: number;
  /** The server, its timeline and the table: another one after a dump or a backup was restored. */
  actual: string;
  /** As the log was written to so far; null for a new one. */
  known: string | null;
}

/**
 * Notices that the database was restored from a backup, and then continues the log far behind its head: a cursor of what is
 * lost lies in the hole, and is answered with 410 instead of with other events, or with silence.
 *
 * It is noticed by another server, timeline or table (a dump, recovery from an archive, a failover), and by a head that is
 * lower than before (a copy of the data folder). The runbook of a restore covers a copy that nobody who runs has seen before.
 */
export class LogRestoration {
  private readonly logger = new Logger(LogRestoration.name);
  private highest = 0;

  constructor(private readonly database: Database) {}

  /** The log's head, after it was continued behind a hole where that is due. */
  async currentHead(): Promise<number> {
    const state = await this.read(this.database);
    if (this.isKnown(state)) return (this.highest = state.head);
    return (this.highest = await this.adopt());
  }

  private isKnown({ head, actual, known }: LogState): boolean {
    return actual === known && head >= this.highest;
  }

  /** Under the lock of the log: of several instances, one continues it. */
  private adopt(): Promise<number> {
    return this.database.transaction(async (transaction) => {
      await transaction.run(lockLog());
      const state = await this.read(transaction);
      const { head, actual, known } = state;
      if (this.isKnown(state)) return head;
      await transaction.run(setIdentity(actual));
      if (head >= this.highest && (known === null || head === 0)) return head;
      await transaction.run(appendBreak(head + BREAK_LENGTH));
      this.logger.warn(
        `The database was restored: the log goes on at ${head + BREAK_LENGTH}, and older cursors are expired`,
      );
      return head + BREAK_LENGTH;
    });
  }

  private async read(sql: Pick<Database, 'run'>): Promise<LogState> {
    const [state] = await sql.run(readState());
    if (state === undefined) throw new Error('The log has no state');
    return state;
  }
}

function readState(): Compilable<LogState> {
  return raw(
    `SELECT coalesce((SELECT max(position) FROM outbox), 0) AS head,
            (SELECT identity FROM log_identity) AS known,
            concat_ws('.', server.system_identifier, checkpoint.timeline_id, 'outbox'::regclass::oid) AS actual
     FROM pg_control_system() server, pg_control_checkpoint() checkpoint`,
  );
}

function setIdentity(identity: string): Compilable {
  return raw(
    `INSERT INTO log_identity (identity) VALUES ($1) ON CONFLICT (singleton) DO UPDATE SET identity = excluded.identity`,
    [identity],
  );
}

/** An event of no type and for nobody: the last row says where the log ends. */
function appendBreak(position: number): Compilable {
  return raw(
    `INSERT INTO outbox (position, event_id, type, subject, recipient_ids, payload)
     VALUES ($1, gen_random_uuid(), '', '', '{}', '{}')`,
    [position],
  );
}
