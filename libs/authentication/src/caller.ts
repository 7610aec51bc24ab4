/** The user and session of a verified access token. */
export interface Caller {
  userId: string;
  sessionId: string;
  /** `kid` of the key that signed the token. */
  keyId: string;
  /** When the user signed in. */
  authenticatedAt: Date;
  /** When the token expires. */
  expiresAt: Date;
}
