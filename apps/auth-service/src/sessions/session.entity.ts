/** One signed-in device. */
export interface SessionEntity {
  /** UUIDv7; the access tokens' `sid`. */
  id: string;

  userId: string;

  userAgent: string | null;

  ip: string | null;

  /** The sign-in; the access tokens' `auth_time`. */
  authenticatedAt: Date;

  createdAt: Date;

  lastUsedAt: Date;

  /** The end, however much it is used. */
  expiresAt: Date;

  revokedAt: Date | null;
}
