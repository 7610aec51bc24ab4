import { setTimeout as sleep } from 'node:timers/promises';
import { Global, Logger, Module, type DynamicModule } from '@nestjs/common';
import { Readiness } from '@messenger/health';
import { DataSource } from 'typeorm';
import { createDataSource, type DatabaseOptions } from './data-source.js';
import { Database } from './database.js';
import { observePool } from './pool.metrics.js';

/** Between attempts while the database is not there yet: services may start in any order. */
const RETRY_DELAY_MS = 1_000;

/** The service's one connection pool. Whoever runs the service closes it, after the last event has gone out. */
@Global()
@Module({})
export class DatabaseModule {
  static register(options: DatabaseOptions): DynamicModule {
    return {
      module: DatabaseModule,
      providers: [
        {
          provide: DataSource,
          inject: [Readiness],
          useFactory: async (readiness: Readiness) => {
            const dataSource = await connect(createDataSource(options));
            readiness.register('postgres', 'required', async () => {
              await dataSource.query('SELECT 1');
            });
            observePool(dataSource);
            return dataSource;
          },
        },
        Database,
      ],
      exports: [DataSource, Database],
    };
  }
}

async function connect(dataSource: DataSource): Promise<DataSource> {
  const logger = new Logger(DatabaseModule.name);
  for (;;) {
    try {
      return await dataSource.initialize();
    } catch (error) {
      logger.warn('PostgreSQL does not answer yet', error as Error);
      await sleep(RETRY_DELAY_MS);
    }
  }
}
