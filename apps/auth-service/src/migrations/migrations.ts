import { CreateAuthTables1763769600000 } from './1763769600000-create-auth-tables.js';

/** In the order in which they run. */
export const migrations = [CreateAuthTables1763769600000];
