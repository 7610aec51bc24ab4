import { now } from '@messenger/database';
import type { ExpressionBuilder, ExpressionWrapper } from 'kysely';
import type { DB } from '../tables.gen.js';

/** From the sign-in to the end, however much the session is used. */
export const ABSOLUTE_LIFETIME_DAYS = 30;

/** Without use. */
const IDLE_TIMEOUT_DAYS = 14;

/** How long an access token may outlive its session: gateways remember revoked sessions for as long. */
export const MAX_ACCESS_TOKEN_TTL_SECONDS = 900;

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
