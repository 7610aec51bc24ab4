import { runMigrations } from '@messenger/migrations';
import { migrations } from './migrations/migrations.js';

runMigrations({ app: 'auth-service', schema: 'auth', migrations });
