import type { Shape } from './shape.js';

/** A person as the gateway shows one: user-service's profile, less what lists have no room for. */
const PROFILE: Shape = { id: 'string', 'nickname?': 'string', 'avatarUrl?': 'string' };

type Fields = Record<string, Shape>;

/** Where the gateway shows people whom a service only names: profiles are user-service's, and it asks for them itself. */
const COMPOSED: Record<string, (fields: Fields) => Fields> = {
  // Null where the gateway moves it into a cookie.
  'messenger.auth.v1.Tokens': ({ refreshToken, ...tokens }) => ({ ...tokens, 'refreshToken?': refreshToken ?? '' }),
  // Whose account it is.
  'messenger.auth.v1.Account': (account) => ({ ...account, user: PROFILE }),
  // Whom the chat is with.
  'messenger.chat.v1.Chat': ({ peerId: _, ...chat }) => ({ ...chat, peer: PROFILE }),
  // Who has reported whom.
  'messenger.chat.v1.ReceivedReport': ({ reporterId: _reporter, reportedId: _reported, ...report }) => ({
    ...report,
    reporter: PROFILE,
    reported: PROFILE,
  }),
  // Who the friend is.
  'messenger.subscriber.v1.Friend': ({ userId: _, ...friend }) => ({ ...friend, user: PROFILE }),
  // Who is blocked.
  'messenger.subscriber.v1.Block': ({ userId: _, ...block }) => ({ ...block, user: PROFILE }),
  // Who asks, or is asked; the answer to one's own call is about somebody whom one has just seen.
  'messenger.subscriber.v1.ListFriendRequestsResponse': ({ 'friendRequests[]': request, ...page }) => ({
    ...page,
    'friendRequests[]': { ...(request as Fields), user: PROFILE },
  }),
};

export function composed(typeName: string, fields: Fields): Fields {
  return COMPOSED[typeName]?.(fields) ?? fields;
}

/** The routes that no rpc is annotated for, each with its reason. */
export const NO_RULE: Record<string, string> = {
  'GET /v1/auth/google': 'sends a browser to Google, with a cookie; an rpc has neither',
  'GET /v1/auth/google/callback': 'takes a browser back from Google; an rpc has no redirect',
  'POST /v1/auth/google/link': 'binds the flow to the browser with a cookie, and answers with the address to open',
  'POST /v1/auth/google/exchange': "takes the browser's half of the code from its cookie",
  'POST /v1/auth/refresh/cookie': 'takes the refresh token from its cookie',
  'PUT /v1/users/me/avatar': 'an upload is multipart/form-data, which google.api.http has no word for',
  'GET /v1/avatars/{hash}.webp': 'a file, with headers for caches',
  'GET /v1/admin/dead-letters': 'asks every service for its own, and says which could not be',
  'POST /v1/admin/dead-letters/replay': 'the same',
  'GET /v1/exports/{exportId}/file': 'a file, of which a part may be asked for',
  'GET /v1/events': 'merges the logs of three services under one cursor',
  'GET /v1/ws': 'a WebSocket',
};
