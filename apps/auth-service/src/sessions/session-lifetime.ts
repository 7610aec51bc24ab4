/** From the sign-in to the end, however much the session is used. */
export const ABSOLUTE_LIFETIME_DAYS = 30;

/** Without use. */
export const IDLE_TIMEOUT_DAYS = 14;

/** How long an access token may outlive its session: gateways remember revoked sessions for as long. */
export const MAX_ACCESS_TOKEN_TTL_SECONDS = 900;
