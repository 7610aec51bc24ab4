import { queryBuilder } from '@messenger/database';
import { expressionBuilder } from 'kysely';
import type { DB } from './tables.gen.js';

/** Builds the statements of this service. */
export const db = queryBuilder<DB>();

/** When the statement began: after the locks that earlier ones of its transaction have waited for. */
export const STATEMENT_TIME = expressionBuilder<DB>().fn<Date>('statement_timestamp');
