import { runMigrations } from '@messenger/bootstrap';
import { migrations } from './migrations/migrations.js';

runMigrations({ app: 'auth-service', schema: 'auth', migrations });
