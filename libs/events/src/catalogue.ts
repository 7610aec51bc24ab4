import {
  AccountDeleted,
  ChatErased,
  ChatRead,
  FriendRequestCancelled,
  FriendRequestDeclined,
  FriendRequestSent,
  FriendshipEnded,
  FriendshipStarted,
  MessageDeleted,
  MessageEdited,
  MessageSent,
  ProfileUpdated,
  SessionRevoked,
  SubscriberErased,
  UserErased,
  UserRegistered,
} from '@messenger/proto';

/** Every event there is, `<service>.<past_tense_fact>.v<N>`, with the message that its body is the JSON of. */
const CATALOGUE = {
  'auth.user_registered.v1': UserRegistered,
  'auth.session_revoked.v1': SessionRevoked,
  'auth.account_deleted.v1': AccountDeleted,
  'user.profile_updated.v1': ProfileUpdated,
  'user.account_erased.v1': UserErased,
  'subscriber.friend_request_sent.v1': FriendRequestSent,
  'subscriber.friend_request_declined.v1': FriendRequestDeclined,
  'subscriber.friend_request_cancelled.v1': FriendRequestCancelled,
  'subscriber.friendship_started.v1': FriendshipStarted,
  'subscriber.friendship_ended.v1': FriendshipEnded,
  'subscriber.account_erased.v1': SubscriberErased,
  'chat.message_sent.v1': MessageSent,
  'chat.message_edited.v1': MessageEdited,
  'chat.message_deleted.v1': MessageDeleted,
  'chat.read.v1': ChatRead,
  'chat.account_erased.v1': ChatErased,
};

export type EventType = keyof typeof CATALOGUE;
export type EventPayload<T extends EventType> = ReturnType<(typeof CATALOGUE)[T]['fromJSON']>;

/** The services that publish events, as their types begin. Each has a log of its own, with positions from 1. */
export type EventSource = EventType extends `${infer Source}.${string}.v${number}` ? Source : never;

/** The services whose events people read as their log. */
export const LOGS = ['user', 'subscriber', 'chat'] as const;
export type LogName = (typeof LOGS)[number];
/** What services tell each other alone: nobody has it in their log. */
type InternalEventType = `${LogName}.account_erased.v1`;
export type LoggedEventType = Exclude<Extract<EventType, `${LogName}.${string}`>, InternalEventType>;

/** Which services keep a durable queue, and for which events; gateways listen on queues of their own besides. */
export const DURABLE_SUBSCRIPTIONS = {
  'auth-service': ['user.account_erased.v1', 'subscriber.account_erased.v1', 'chat.account_erased.v1'],
  'user-service': ['auth.user_registered.v1', 'auth.account_deleted.v1'],
  'subscriber-service': ['auth.account_deleted.v1'],
  'chat-service': ['subscriber.friendship_started.v1', 'subscriber.friendship_ended.v1', 'auth.account_deleted.v1'],
} as const satisfies Record<string, readonly EventType[]>;

export type DurableConsumer = keyof typeof DURABLE_SUBSCRIPTIONS;

const durablyConsumed: ReadonlySet<string> = new Set(Object.values(DURABLE_SUBSCRIPTIONS).flat());

export function isEventType(type: string): type is EventType {
  return Object.hasOwn(CATALOGUE, type);
}

/** The log that holds the events of each type; absent for what is in none. */
const logs: ReadonlyMap<string, LogName> = new Map(
  Object.keys(CATALOGUE)
    .filter((type) => !type.endsWith('.account_erased.v1'))
    .flatMap((type) => LOGS.filter((log) => type.startsWith(`${log}.`)).map((log) => [type, log] as const)),
);

export const EVENT_TYPES = Object.keys(CATALOGUE) as EventType[];
export const LOGGED_EVENT_TYPES = EVENT_TYPES.filter(isLogged);

export function isLogged(type: EventType): type is LoggedEventType {
  return logs.has(type);
}

/** The log that holds the events of a type. */
export function logOf(type: LoggedEventType): LogName {
  return logs.get(type) as LogName;
}

/** The service whose fact it is, and which publishes it. */
export function publisherOf(type: EventType): string {
  return `${type.split('.')[0] ?? ''}-service`;
}

/** The services that consume a type from a durable queue. */
export function durableConsumersOf(type: EventType): DurableConsumer[] {
  const subscriptions = Object.entries(DURABLE_SUBSCRIPTIONS) as [DurableConsumer, readonly EventType[]][];
  return subscriptions.filter(([, types]) => types.includes(type)).map(([service]) => service);
}

/** Whether a service consumes it from a durable queue: then it counts as published once it lies there. */
export function hasDurableConsumer(type: EventType): boolean {
  return durablyConsumed.has(type);
}

export function encodePayload<T extends EventType>(type: T, payload: EventPayload<T>): object {
  return (CATALOGUE[type] as { toJSON(message: EventPayload<T>): object }).toJSON(payload);
}

export function decodePayload<T extends EventType>(type: T, json: object): EventPayload<T> {
  return CATALOGUE[type].fromJSON(json) as EventPayload<T>;
}
