import { queryBuilder } from '@messenger/database';
import type { InsertObject } from 'kysely';
import type { DB } from './tables.gen.js';

/** Builds the statements of this service. */
export const db = queryBuilder<DB>();

/** A row to insert: every column has to be there but those that the database fills in. */
export type NewRow<Table extends keyof DB, FilledIn extends keyof DB[Table] = never> = Required<
  Omit<InsertObject<DB, Table>, FilledIn>
>;
