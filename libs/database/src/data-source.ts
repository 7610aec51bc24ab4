import { DataSource, type EntityTarget, type MixedList, type ObjectLiteral } from 'typeorm';
import { TIME_LIMITS, TimeLimitedClient } from './time-limited-client.js';

export interface DatabaseOptions {
  url: string;
  /** The one schema that the role sees. */
  schema: string;
  poolSize: number;
  entities: EntityTarget<ObjectLiteral>[];
}

/** A connection pool with time limits everywhere. Not connected yet. */
export function createDataSource({ url, schema, poolSize, entities }: DatabaseOptions): DataSource {
  return new DataSource({
    type: 'postgres',
    url,
    schema,
    entities: entities as MixedList<never>,
    synchronize: false,
    poolSize,
    applicationName: schema,
    extra: { ...TIME_LIMITS, Client: TimeLimitedClient, keepAlive: true },
  });
}
