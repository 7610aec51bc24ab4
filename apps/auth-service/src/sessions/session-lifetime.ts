/** From the sign-in to the end, however much the session is used. */
export const ABSOLUTE_LIFETIME_DAYS = 30;

/** Without use. */
export const IDLE_TIMEOUT_DAYS = 14;
