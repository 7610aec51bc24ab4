import { setTimeout as sleep } from 'node:timers/promises';
import { Global, Logger, Module, type DynamicModule } from '@nestjs/common';
import { Readiness } from '@messenger/health';
import { Pool } from 'pg';
import { Database } from './database.js';
import { createPool, type PoolOptions } from './pool.js';
import { observePool } from './database.metrics.js';

/** Between attempts while the database is not there yet: services may start in any order. */
const RETRY_DELAY_MS = 1_000;

/** The service's one connection pool. Whoever runs the service closes it, after the last event has gone out. */
@Global()
@Module({})
export class DatabaseModule {
  static register(options: PoolOptions): DynamicModule {
    return {
      module: DatabaseModule,
      providers: [
        {
          provide: Pool,
          useFactory: async () => {
            const pool = createPool(options);
            await connect(pool);
            observePool(pool);
            return pool;
          },
        },
        {
          provide: Database,
          inject: [Pool, Readiness],
          useFactory: (pool: Pool, readiness: Readiness) => {
            const database = new Database(pool);
            readiness.register('postgres', 'required', () => database.ping());
            return database;
          },
        },
      ],
      exports: [Pool, Database],
    };
  }
}

async function connect(pool: Pool): Promise<void> {
  const logger = new Logger(DatabaseModule.name);
  for (;;) {
    try {
      (await pool.connect()).release();
      return;
    } catch (error) {
      logger.warn('PostgreSQL does not answer yet', error as Error);
      await sleep(RETRY_DELAY_MS);
    }
  }
}
