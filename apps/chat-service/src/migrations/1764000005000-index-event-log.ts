import { INDEX_EVENT_LOG } from '@messenger/outbox';
import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The outbox, read as each person's log: `GET /v1/events`. */
export class IndexEventLog1764000005000 implements MigrationInterface {
  readonly name = 'IndexEventLog1764000005000';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of INDEX_EVENT_LOG) await runner.query(statement);
  }

  down(): Promise<void> {
    throw new Error('Migrations only go forward');
  }
}
