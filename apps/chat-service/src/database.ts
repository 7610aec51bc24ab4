import { queryBuilder } from '@messenger/database';
import type { DB } from './tables.gen.js';

/** Builds the statements of this service. */
export const db = queryBuilder<DB>();
