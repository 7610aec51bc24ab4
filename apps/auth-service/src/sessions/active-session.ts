import { now } from '@messenger/database';
import type { ExpressionBuilder, ExpressionWrapper } from 'kysely';
import type { DB } from '../tables.gen.js';
import { IDLE_TIMEOUT_DAYS } from './session-lifetime.js';

/** Whether the session is neither revoked, nor expired, nor idle for too long. */
export function isActive(session: ExpressionBuilder<DB, 'sessions'>): ExpressionWrapper<DB, 'sessions', boolean> {
  return session
    .and([
      session('sessions.revokedAt', 'is', null),
      session('sessions.expiresAt', '>', now()),
      session('sessions.lastUsedAt', '>', now({ days: -IDLE_TIMEOUT_DAYS })),
    ])
    .$castTo<boolean>();
}
