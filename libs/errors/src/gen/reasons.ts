// Generated from the options of proto/messenger by "make proto"; do not edit.

/** Reasons of auth-service. */
export const AUTH_REASONS = {
  /** The address has an account. */
  EMAIL_TAKEN: { code: 'ALREADY_EXISTS', reason: 'EMAIL_TAKEN' },
  /** No account with that address and password, or not the caller's current password. */
  INVALID_CREDENTIALS: { code: 'UNAUTHENTICATED', reason: 'INVALID_CREDENTIALS' },
  /** The refresh token is unknown, or its session has ended. */
  REFRESH_TOKEN_INVALID: { code: 'UNAUTHENTICATED', reason: 'REFRESH_TOKEN_INVALID' },
  /** The refresh token was replaced before; its session is revoked now. */
  REFRESH_TOKEN_REUSED: { code: 'UNAUTHENTICATED', reason: 'REFRESH_TOKEN_REUSED' },
  /** Not a live session of the caller. */
  SESSION_NOT_FOUND: { code: 'NOT_FOUND', reason: 'SESSION_NOT_FOUND' },
  /** The sign-in is older than 10 minutes. */
  RECENT_SIGN_IN_REQUIRED: { code: 'PERMISSION_DENIED', reason: 'RECENT_SIGN_IN_REQUIRED' },
  /** The token of a link is unknown, used, expired, or somebody else's. */
  EMAIL_TOKEN_INVALID: { code: 'INVALID_ARGUMENT', reason: 'EMAIL_TOKEN_INVALID' },
  /** The server sends no mails. */
  MAIL_NOT_CONFIGURED: { code: 'NOT_FOUND', reason: 'MAIL_NOT_CONFIGURED' },
  /** This server has no Google credentials. */
  GOOGLE_SIGN_IN_DISABLED: { code: 'NOT_FOUND', reason: 'GOOGLE_SIGN_IN_DISABLED' },
  /** Not a place that a sign-in may end at; found out by the gateway. */
  REDIRECT_NOT_ALLOWED: { code: 'INVALID_ARGUMENT', reason: 'REDIRECT_NOT_ALLOWED' },
  /** The state is missing, unknown, expired, used before, or another browser's. */
  OAUTH_STATE_INVALID: { code: 'PERMISSION_DENIED', reason: 'OAUTH_STATE_INVALID' },
  /** The code is unknown, expired, used before, or another browser's. */
  EXCHANGE_CODE_INVALID: { code: 'UNAUTHENTICATED', reason: 'EXCHANGE_CODE_INVALID' },
  /** The account has no other way in. */
  LAST_SIGN_IN_METHOD: { code: 'FAILED_PRECONDITION', reason: 'LAST_SIGN_IN_METHOD' },
  /** Not an identity of the caller. */
  IDENTITY_NOT_FOUND: { code: 'NOT_FOUND', reason: 'IDENTITY_NOT_FOUND' },
  /** The person said no at Google; `error` of the redirect, by the gateway. */
  ACCESS_DENIED: { code: 'PERMISSION_DENIED', reason: 'ACCESS_DENIED' },
  /** Google, or its signing keys, cannot be reached; `error` of the redirect. */
  GOOGLE_UNAVAILABLE: { code: 'UNAVAILABLE', reason: 'GOOGLE_UNAVAILABLE' },
  /** Google gave no token for its code; `error` of the redirect, by the gateway. */
  GOOGLE_REFUSED: { code: 'UNAVAILABLE', reason: 'GOOGLE_REFUSED' },
  /** The id_token is not Google's, not for us, or not for now; `error` of the redirect. */
  ID_TOKEN_INVALID: { code: 'UNAUTHENTICATED', reason: 'ID_TOKEN_INVALID' },
  /** Google does not say that the address is the person's; `error` of the redirect. */
  EMAIL_NOT_VERIFIED: { code: 'UNAUTHENTICATED', reason: 'EMAIL_NOT_VERIFIED' },
  /** The address has an account that this identity may not join by itself: sign in by password, or reset it, then link; `error` of the redirect. */
  ACCOUNT_EXISTS: { code: 'ALREADY_EXISTS', reason: 'ACCOUNT_EXISTS' },
  /** The identity to be linked is another account's; `error` of the redirect. */
  IDENTITY_TAKEN: { code: 'ALREADY_EXISTS', reason: 'IDENTITY_TAKEN' },
  /** The server takes no new accounts; also `error` of the redirect. */
  REGISTRATION_CLOSED: { code: 'PERMISSION_DENIED', reason: 'REGISTRATION_CLOSED' },
  /** The server takes new accounts by invite alone; also `error` of the redirect. */
  INVITE_REQUIRED: { code: 'PERMISSION_DENIED', reason: 'INVITE_REQUIRED' },
  /** No invite of this server; also `error` of the redirect. */
  INVITE_INVALID: { code: 'PERMISSION_DENIED', reason: 'INVITE_INVALID' },
  /** The invite was good until a while ago; also `error` of the redirect. */
  INVITE_EXPIRED: { code: 'PERMISSION_DENIED', reason: 'INVITE_EXPIRED' },
  /** Whoever made the invite has taken it back; also `error` of the redirect. */
  INVITE_REVOKED: { code: 'PERMISSION_DENIED', reason: 'INVITE_REVOKED' },
  /** The invite was used as often as it may be; also `error` of the redirect. */
  INVITE_USED_UP: { code: 'PERMISSION_DENIED', reason: 'INVITE_USED_UP' },
  /** Not an invite of the caller. */
  INVITE_NOT_FOUND: { code: 'NOT_FOUND', reason: 'INVITE_NOT_FOUND' },
  /** The caller has 100 invites that are still good. */
  TOO_MANY_INVITES: { code: 'FAILED_PRECONDITION', reason: 'TOO_MANY_INVITES' },
  /** The request came to another host name than that of `PUBLIC_URL`; found out by the gateway. */
  PUBLIC_URL_MISMATCH: { code: 'FAILED_PRECONDITION', reason: 'PUBLIC_URL_MISMATCH' },
  /** No account has this id. */
  ACCOUNT_NOT_FOUND: { code: 'NOT_FOUND', reason: 'ACCOUNT_NOT_FOUND' },
  /** The keepers of the server have suspended the account; found out after the proof that it is one's own. */
  ACCOUNT_SUSPENDED: { code: 'PERMISSION_DENIED', reason: 'ACCOUNT_SUSPENDED' },
  /** Administrators cannot do this to themselves: somebody has to stay. */
  OWN_ACCOUNT: { code: 'FAILED_PRECONDITION', reason: 'OWN_ACCOUNT' },
  /** Only administrators make invites on this server. */
  INVITING_NOT_ALLOWED: { code: 'PERMISSION_DENIED', reason: 'INVITING_NOT_ALLOWED' },
} as const;

/** Reasons of chat-service. */
export const CHAT_REASONS = {
  /** No such chat for this caller. */
  CHAT_NOT_FOUND: { code: 'NOT_FOUND', reason: 'CHAT_NOT_FOUND' },
  /** No such message of this caller. */
  MESSAGE_NOT_FOUND: { code: 'NOT_FOUND', reason: 'MESSAGE_NOT_FOUND' },
  /** The two are not friends. */
  NOT_FRIENDS: { code: 'PERMISSION_DENIED', reason: 'NOT_FRIENDS' },
  /** The id was used with another text. */
  CLIENT_MESSAGE_ID_REUSED: { code: 'ALREADY_EXISTS', reason: 'CLIENT_MESSAGE_ID_REUSED' },
  /** The account has stored as many messages or bytes today (UTC) as it may; `Retry-After` says when the next day begins. */
  DAILY_QUOTA_REACHED: { code: 'RESOURCE_EXHAUSTED', reason: 'DAILY_QUOTA_REACHED' },
  /** The message was edited as often as a message may be. */
  EDIT_LIMIT_REACHED: { code: 'FAILED_PRECONDITION', reason: 'EDIT_LIMIT_REACHED' },
  /** There is no such report, or not any more. */
  REPORT_NOT_FOUND: { code: 'NOT_FOUND', reason: 'REPORT_NOT_FOUND' },
  /** Nobody has this id. */
  USER_NOT_FOUND: { code: 'NOT_FOUND', reason: 'USER_NOT_FOUND' },
} as const;

/** Reasons that belong to no single service. */
export const COMMON_REASONS = {
  /** The request is malformed; every wrong field is named in `errors`. */
  VALIDATION_FAILED: { code: 'INVALID_ARGUMENT', reason: 'VALIDATION_FAILED' },
  /** The access token is missing. */
  UNAUTHENTICATED: { code: 'UNAUTHENTICATED', reason: 'UNAUTHENTICATED' },
  /** Too many requests; `Retry-After` says in how many seconds the same one may succeed. */
  RATE_LIMITED: { code: 'RESOURCE_EXHAUSTED', reason: 'RATE_LIMITED' },
  /** Our fault; the log of the `requestId` knows more. */
  INTERNAL: { code: 'INTERNAL', reason: 'INTERNAL' },
  /** A part that the answer needs is down, or does not answer; `Retry-After` says in how many seconds the same request may succeed. */
  UNAVAILABLE: { code: 'UNAVAILABLE', reason: 'UNAVAILABLE' },
  /** The answer took too long; whether the request took effect is unknown. */
  DEADLINE_EXCEEDED: { code: 'DEADLINE_EXCEEDED', reason: 'DEADLINE_EXCEEDED' },
  /** No route has this path and method, or none that exists for the caller. */
  NOT_FOUND: { code: 'NOT_FOUND', reason: 'NOT_FOUND' },
  /** Pages of this origin may neither open a WebSocket nor use the cookie of the refresh token. */
  ORIGIN_NOT_ALLOWED: { code: 'PERMISSION_DENIED', reason: 'ORIGIN_NOT_ALLOWED' },
  /** What came after the cursor is no longer kept: read everything afresh. */
  CURSOR_EXPIRED: { code: 'OUT_OF_RANGE', reason: 'CURSOR_EXPIRED' },
  /** The access token is none of this server's, or its key has been revoked: refresh, or sign in. */
  ACCESS_TOKEN_INVALID: { code: 'UNAUTHENTICATED', reason: 'ACCESS_TOKEN_INVALID' },
  /** The access token has expired: refresh it. */
  ACCESS_TOKEN_EXPIRED: { code: 'UNAUTHENTICATED', reason: 'ACCESS_TOKEN_EXPIRED' },
  /** The clocks of this server's parts differ by more than 30 seconds; a refresh does not help. */
  ACCESS_TOKEN_FROM_FUTURE: { code: 'UNAUTHENTICATED', reason: 'ACCESS_TOKEN_FROM_FUTURE' },
  /** The session of the access token has ended: sign in again. */
  SESSION_REVOKED: { code: 'UNAUTHENTICATED', reason: 'SESSION_REVOKED' },
} as const;

/** Reasons of subscriber-service. */
export const SUBSCRIBER_REASONS = {
  /** Nobody has this id. */
  USER_NOT_FOUND: { code: 'NOT_FOUND', reason: 'USER_NOT_FOUND' },
  /** The two are friends. */
  ALREADY_FRIENDS: { code: 'ALREADY_EXISTS', reason: 'ALREADY_FRIENDS' },
  /** A block stands between the two, or the caller was declined less than 24 hours ago; the answer does not say which. */
  REQUEST_NOT_ALLOWED: { code: 'PERMISSION_DENIED', reason: 'REQUEST_NOT_ALLOWED' },
  /** No such request for this caller. */
  FRIEND_REQUEST_NOT_FOUND: { code: 'NOT_FOUND', reason: 'FRIEND_REQUEST_NOT_FOUND' },
  /** The request has been answered or taken back. */
  FRIEND_REQUEST_NOT_PENDING: { code: 'FAILED_PRECONDITION', reason: 'FRIEND_REQUEST_NOT_PENDING' },
  /** The two are not friends. */
  NOT_FRIENDS: { code: 'NOT_FOUND', reason: 'NOT_FRIENDS' },
} as const;

/** Reasons of user-service. */
export const USER_REASONS = {
  /** Nobody has this id. */
  USER_NOT_FOUND: { code: 'NOT_FOUND', reason: 'USER_NOT_FOUND' },
  /** Somebody else has the nickname, in whatever case. */
  NICKNAME_TAKEN: { code: 'ALREADY_EXISTS', reason: 'NICKNAME_TAKEN' },
  /** There is no such file, or not any more. */
  AVATAR_NOT_FOUND: { code: 'NOT_FOUND', reason: 'AVATAR_NOT_FOUND' },
  /** No JPEG, PNG or WebP, or one that is something else too. */
  UNSUPPORTED_IMAGE: { code: 'INVALID_ARGUMENT', reason: 'UNSUPPORTED_IMAGE' },
  /** Of a supported kind, but it cannot be decoded. */
  CORRUPT_IMAGE: { code: 'INVALID_ARGUMENT', reason: 'CORRUPT_IMAGE' },
  /** Over 50 million pixels, or too costly to decode. */
  IMAGE_TOO_LARGE: { code: 'INVALID_ARGUMENT', reason: 'IMAGE_TOO_LARGE' },
  /** There is no such export of the caller, or not any more. */
  EXPORT_NOT_FOUND: { code: 'NOT_FOUND', reason: 'EXPORT_NOT_FOUND' },
  /** The file of the export is being made, or has failed. */
  EXPORT_NOT_READY: { code: 'FAILED_PRECONDITION', reason: 'EXPORT_NOT_READY' },
} as const;

/** A reason of the contract, with its gRPC code. */
export type ErrorReason =
  | (typeof AUTH_REASONS)[keyof typeof AUTH_REASONS]
  | (typeof CHAT_REASONS)[keyof typeof CHAT_REASONS]
  | (typeof COMMON_REASONS)[keyof typeof COMMON_REASONS]
  | (typeof SUBSCRIBER_REASONS)[keyof typeof SUBSCRIBER_REASONS]
  | (typeof USER_REASONS)[keyof typeof USER_REASONS];
