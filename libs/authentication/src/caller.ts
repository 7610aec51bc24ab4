/** The user and session of a verified access token. */
export interface Caller {
  userId: string;
  sessionId: string;
  /** When the user signed in. */
  authenticatedAt: Date;
  /** When the token expires. */
  expiresAt: Date;
}
