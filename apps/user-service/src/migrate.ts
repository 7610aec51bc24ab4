import { runMigrations } from '@messenger/migrations';
import { migrations } from './migrations/migrations.js';

runMigrations({ app: 'user-service', schema: 'users', migrations });
