import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * rate_limits: of the shape, and with the order of columns, that rate-limiter-flexible's RateLimiterPostgres expects;
 * `expire` is in milliseconds since 1970. Keys are hashes: the table tells no address.
 *
 * sessions_user_id_ip: finds the addresses that an account has been used from, among ended sessions too.
 */
const STATEMENTS = [
  `CREATE TABLE rate_limits (
    key varchar(255) PRIMARY KEY,
    points integer NOT NULL DEFAULT 0,
    expire bigint
  )`,
  `CREATE INDEX rate_limits_expire ON rate_limits (expire)`,
  `CREATE INDEX sessions_user_id_ip ON sessions (user_id, ip)`,
];

export class CreateRateLimits1764000003001 implements MigrationInterface {
  readonly name = 'CreateRateLimits1764000003001';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of STATEMENTS) await runner.query(statement);
  }

  down(): never {
    throw new Error('Migrations go forward only');
  }
}
