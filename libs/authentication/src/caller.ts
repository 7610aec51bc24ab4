/** Who is asking: what a verified access token says, and nothing else. */
export interface Caller {
  userId: string;
  sessionId: string;
  /** The sign-in. */
  authenticatedAt: Date;
  /** When the token expires. */
  expiresAt: Date;
}
