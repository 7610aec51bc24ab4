/** Days from the sign-in to the end, however much the session is used. */
export const ABSOLUTE_DAYS = 30;

/** Days without use after which it ends. */
const IDLE_DAYS = 14;

/** Seconds that an access token may live at most, and so outlive its session: gateways refuse ended ones for as long. */
export const MAX_ACCESS_TOKEN_LIFE = 900;

/** The SQL of a session that has neither been revoked, nor reached its end, nor been idle for too long. */
export function isLive(table: string): string {
  return `(${table}.revoked_at IS NULL AND ${table}.expires_at > now()
    AND ${table}.last_used_at > now() - interval '${IDLE_DAYS} days')`;
}
