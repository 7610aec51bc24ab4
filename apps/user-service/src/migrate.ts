import { runMigrations } from '@messenger/bootstrap';
import { migrations } from './migrations/migrations.js';

runMigrations({ app: 'user-service', schema: 'users', migrations });
