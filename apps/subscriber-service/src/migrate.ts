import { runMigrations } from '@messenger/bootstrap';
import { migrations } from './migrations/migrations.js';

runMigrations({ app: 'subscriber-service', schema: 'subscriber', migrations });
