import type { MigrationInterface, QueryRunner } from 'typeorm';

/** signing_keys.retired_at: when a rotation replaced the key; what it has signed may still be on its way. */
export class AddKeyRetirement1764000004000 implements MigrationInterface {
  readonly name = 'AddKeyRetirement1764000004000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`ALTER TABLE signing_keys ADD COLUMN retired_at timestamptz(3)`);
  }

  down(): never {
    throw new Error('Migrations go forward only');
  }
}
