import { runMigrations } from '@messenger/migrations';
import { migrations } from './migrations/migrations.js';

runMigrations({ app: 'subscriber-service', schema: 'subscriber', migrations });
