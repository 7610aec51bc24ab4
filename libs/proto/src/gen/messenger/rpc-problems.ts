// Generated from the options of proto/messenger by "make proto"; do not edit.

/** Reasons to refuse, by HTTP status. */
export type ProblemsByStatus = Readonly<Record<number, readonly string[]>>;

/** The reasons that each rpc may refuse with, and the route that it is mapped to, if it is. */
export const RPC_PROBLEMS = {
  Register: { route: 'POST /v1/auth/register', problems: { '409': ['EMAIL_TAKEN'], '429': ['RATE_LIMITED'] } },
  Login: { route: 'POST /v1/auth/login', problems: { '401': ['INVALID_CREDENTIALS'], '429': ['RATE_LIMITED'] } },
  Refresh: { route: 'POST /v1/auth/refresh', problems: { '401': ['REFRESH_TOKEN_INVALID', 'REFRESH_TOKEN_REUSED'] } },
  Logout: { route: 'POST /v1/auth/logout', problems: {} },
  ListSessions: { route: 'GET /v1/auth/sessions', problems: {} },
  RevokeSession: { route: 'DELETE /v1/auth/sessions/{sessionId}', problems: { '404': ['SESSION_NOT_FOUND'] } },
  ChangePassword: {
    route: 'PUT /v1/auth/password',
    problems: { '401': ['INVALID_CREDENTIALS'], '403': ['RECENT_SIGN_IN_REQUIRED'], '429': ['RATE_LIMITED'] },
  },
  RequestEmailVerification: {
    route: 'POST /v1/auth/email-verification',
    problems: { '404': ['MAIL_NOT_CONFIGURED'], '429': ['RATE_LIMITED'] },
  },
  ConfirmEmailVerification: {
    route: 'POST /v1/auth/email-verification/confirm',
    problems: { '400': ['EMAIL_TOKEN_INVALID'] },
  },
  RequestPasswordReset: { route: 'POST /v1/auth/password-reset', problems: { '404': ['MAIL_NOT_CONFIGURED'] } },
  ConfirmPasswordReset: {
    route: 'POST /v1/auth/password-reset/confirm',
    problems: { '400': ['EMAIL_TOKEN_INVALID'], '429': ['RATE_LIMITED'] },
  },
  BeginGoogleSignIn: { problems: { '404': ['GOOGLE_SIGN_IN_DISABLED'] } },
  BeginGoogleLink: { problems: { '403': ['RECENT_SIGN_IN_REQUIRED'], '404': ['GOOGLE_SIGN_IN_DISABLED'] } },
  ReturnFromGoogle: { problems: { '403': ['OAUTH_STATE_INVALID'], '404': ['GOOGLE_SIGN_IN_DISABLED'] } },
  FinishGoogleSignIn: {
    problems: {
      '401': ['ID_TOKEN_INVALID', 'EMAIL_NOT_VERIFIED', 'UNAUTHENTICATED'],
      '403': ['OAUTH_STATE_INVALID'],
      '409': ['ACCOUNT_EXISTS', 'IDENTITY_TAKEN'],
      '503': ['GOOGLE_UNAVAILABLE'],
    },
  },
  ExchangeGoogleCode: { problems: { '401': ['EXCHANGE_CODE_INVALID'], '404': ['GOOGLE_SIGN_IN_DISABLED'] } },
  ListIdentities: { route: 'GET /v1/auth/identities', problems: {} },
  RemoveIdentity: {
    route: 'DELETE /v1/auth/identities/{identityId}',
    problems: { '404': ['IDENTITY_NOT_FOUND'], '409': ['LAST_SIGN_IN_METHOD'] },
  },
  GetJwks: { route: 'GET /.well-known/jwks.json', problems: {} },
  ListRevokedSessions: { problems: {} },
  OpenDirectChat: { route: 'POST /v1/chats/direct', problems: { '403': ['NOT_FRIENDS'], '503': ['UNAVAILABLE'] } },
  ListChats: { route: 'GET /v1/chats', problems: {} },
  GetChat: { route: 'GET /v1/chats/{chatId}', problems: { '404': ['CHAT_NOT_FOUND'] } },
  SendMessage: {
    route: 'POST /v1/chats/{chatId}/messages',
    problems: {
      '403': ['NOT_FRIENDS'],
      '404': ['CHAT_NOT_FOUND'],
      '409': ['CLIENT_MESSAGE_ID_REUSED'],
      '429': ['DAILY_QUOTA_REACHED'],
      '503': ['UNAVAILABLE'],
    },
  },
  SendMessages: { problems: { '400': ['VALIDATION_FAILED'] } },
  ListMessages: { route: 'GET /v1/chats/{chatId}/messages', problems: { '404': ['CHAT_NOT_FOUND'] } },
  EditMessage: {
    route: 'PATCH /v1/chats/{chatId}/messages/{messageId}',
    problems: {
      '403': ['NOT_FRIENDS'],
      '404': ['CHAT_NOT_FOUND', 'MESSAGE_NOT_FOUND'],
      '409': ['EDIT_LIMIT_REACHED'],
      '429': ['DAILY_QUOTA_REACHED'],
      '503': ['UNAVAILABLE'],
    },
  },
  DeleteMessage: {
    route: 'DELETE /v1/chats/{chatId}/messages/{messageId}',
    problems: { '404': ['CHAT_NOT_FOUND', 'MESSAGE_NOT_FOUND'] },
  },
  MarkRead: { route: 'PUT /v1/chats/{chatId}/read', problems: { '404': ['CHAT_NOT_FOUND'] } },
  ListEvents: { problems: {} },
  SendFriendRequest: {
    route: 'POST /v1/friend-requests',
    problems: {
      '403': ['REQUEST_NOT_ALLOWED'],
      '404': ['USER_NOT_FOUND'],
      '409': ['ALREADY_FRIENDS'],
      '429': ['RATE_LIMITED'],
    },
  },
  ListFriendRequests: { route: 'GET /v1/friend-requests', problems: {} },
  AcceptFriendRequest: {
    route: 'POST /v1/friend-requests/{friendRequestId}/accept',
    problems: { '404': ['FRIEND_REQUEST_NOT_FOUND'], '409': ['FRIEND_REQUEST_NOT_PENDING'] },
  },
  DeclineFriendRequest: {
    route: 'POST /v1/friend-requests/{friendRequestId}/decline',
    problems: { '404': ['FRIEND_REQUEST_NOT_FOUND'], '409': ['FRIEND_REQUEST_NOT_PENDING'] },
  },
  CancelFriendRequest: {
    route: 'DELETE /v1/friend-requests/{friendRequestId}',
    problems: { '404': ['FRIEND_REQUEST_NOT_FOUND'], '409': ['FRIEND_REQUEST_NOT_PENDING'] },
  },
  ListFriends: { route: 'GET /v1/friends', problems: {} },
  RemoveFriend: { route: 'DELETE /v1/friends/{userId}', problems: { '404': ['NOT_FRIENDS'] } },
  BlockUser: { route: 'PUT /v1/blocks/{userId}', problems: { '404': ['USER_NOT_FOUND'] } },
  UnblockUser: { route: 'DELETE /v1/blocks/{userId}', problems: {} },
  ListBlocks: { route: 'GET /v1/blocks', problems: {} },
  CheckFriendship: { problems: {} },
  GetMe: { route: 'GET /v1/users/me', problems: {} },
  UpdateMe: { route: 'PATCH /v1/users/me', problems: { '409': ['NICKNAME_TAKEN'] } },
  SetAvatar: {
    problems: { '400': ['CORRUPT_IMAGE', 'IMAGE_TOO_LARGE'], '415': ['UNSUPPORTED_IMAGE'], '429': ['RATE_LIMITED'] },
  },
  DeleteAvatar: { route: 'DELETE /v1/users/me/avatar', problems: {} },
  GetAvatar: { problems: { '404': ['AVATAR_NOT_FOUND'] } },
  GetUser: { route: 'GET /v1/users/{userId}', problems: { '404': ['USER_NOT_FOUND'] } },
  SearchUsers: { route: 'GET /v1/users', problems: {} },
  BatchGetUsers: { problems: {} },
} as const satisfies Record<string, { route?: string; problems: ProblemsByStatus }>;
