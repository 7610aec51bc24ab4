import { runMigrations } from '@messenger/bootstrap';
import { migrations } from './migrations/migrations.js';

runMigrations({ app: 'chat-service', schema: 'chat', migrations });
