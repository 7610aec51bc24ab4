import { runMigrations } from '@messenger/migrations';
import { migrations } from './migrations/migrations.js';

runMigrations({ app: 'chat-service', schema: 'chat', migrations });
