// Generated from the options of proto/messenger by "make proto"; do not edit.

/** Paths of the rpcs that change nothing. */
export const READ_RPCS: ReadonlySet<string> = new Set([
  '/messenger.auth.v1.AuthService/ListSessions',
  '/messenger.auth.v1.AuthService/ListIdentities',
  '/messenger.auth.v1.AuthService/GetOwnAccount',
  '/messenger.auth.v1.AuthService/GetJwks',
  '/messenger.auth.v1.AuthService/ListRevokedSessions',
  '/messenger.chat.v1.ChatService/ListChats',
  '/messenger.chat.v1.ChatService/GetChat',
  '/messenger.chat.v1.ChatService/ListMessages',
  '/messenger.chat.v1.ReportService/ListReports',
  '/messenger.chat.v1.ReportService/GetReport',
  '/messenger.events.v1.DeadLetterService/ListDeadLetters',
  '/messenger.events.v1.EventLogService/ListEvents',
  '/messenger.subscriber.v1.SubscriberService/ListFriendRequests',
  '/messenger.subscriber.v1.SubscriberService/ListFriends',
  '/messenger.subscriber.v1.SubscriberService/ListBlocks',
  '/messenger.subscriber.v1.SubscriberService/CheckFriendship',
  '/messenger.subscriber.v1.SubscriberService/CompareFriendships',
  '/messenger.user.v1.UserService/GetAvatar',
  '/messenger.user.v1.UserService/GetUser',
  '/messenger.user.v1.UserService/SearchUsers',
  '/messenger.user.v1.UserService/BatchGetUsers',
  '/messenger.user.v1.ExportService/ListExports',
  '/messenger.user.v1.ExportService/GetExport',
  '/messenger.user.v1.ExportService/GetExportPart',
]);

/** Paths of the rpcs that change nothing more when they are repeated. */
export const IDEMPOTENT_RPCS: ReadonlySet<string> = new Set([
  '/messenger.chat.v1.ChatService/OpenDirectChat',
  '/messenger.chat.v1.ChatService/MarkRead',
  '/messenger.subscriber.v1.SubscriberService/BlockUser',
  '/messenger.subscriber.v1.SubscriberService/UnblockUser',
  '/messenger.user.v1.UserService/GetMe',
  '/messenger.user.v1.UserService/DeleteAvatar',
  '/messenger.user.v1.ExportService/DeleteExport',
  '/messenger.user.v1.ExportService/PutExportPart',
  '/messenger.user.v1.ExportService/FinishExport',
]);
