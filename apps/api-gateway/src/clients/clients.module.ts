import type { ServiceDefinition } from '@grpc/grpc-js';
import { GrpcClientsModule, type RpcClient } from '@messenger/grpc';
import {
  AdminServiceService,
  AuthServiceService,
  ChatServiceService,
  DeadLetterServiceService,
  EventLogServiceService,
  ExportServiceService,
  ReportServiceService,
  SubscriberServiceService,
  UserServiceService,
  type AdminService,
  type AuthService,
  type ChatService,
  type DeadLetterService,
  type EventLogService,
  type ExportService,
  type ReportService,
  type SubscriberService,
  type UserService,
} from '@messenger/proto';
import { Module } from '@nestjs/common';
import { config } from '../config.js';

export const AUTH_CLIENT = Symbol('AUTH_CLIENT');
export const USER_CLIENT = Symbol('USER_CLIENT');
export const SUBSCRIBER_CLIENT = Symbol('SUBSCRIBER_CLIENT');
export const CHAT_CLIENT = Symbol('CHAT_CLIENT');

export type AuthClient = RpcClient<AuthService & AdminService & DeadLetterService>;
export type UserClient = RpcClient<UserService & ExportService & EventLogService & DeadLetterService>;
export type SubscriberClient = RpcClient<SubscriberService & EventLogService & DeadLetterService>;
export type ChatClient = RpcClient<ChatService & ReportService & EventLogService & DeadLetterService>;

/** The services of auth-service, on one channel. */
const AUTH: ServiceDefinition = { ...AuthServiceService, ...AdminServiceService, ...DeadLetterServiceService };

/** Both services of user-service, on one channel. */
const USER: ServiceDefinition = { ...UserServiceService, ...ExportServiceService };

/** Both services of chat-service, on one channel. */
const CHAT: ServiceDefinition = { ...ChatServiceService, ...ReportServiceService };

/** A service, its log and its dead letters, on one channel. */
const withEvents = (definition: ServiceDefinition): ServiceDefinition => ({
  ...definition,
  ...EventLogServiceService,
  ...DeadLetterServiceService,
});

/** A password takes a core for 15 ms; keys and refreshes must not wait behind those. */
const AUTH_LANES: (keyof AuthService)[][] = [
  ['register', 'login', 'changePassword', 'confirmPasswordReset', 'deleteAccount'],
  ['refresh'],
  ['getJwks', 'listRevokedSessions'],
];

const { auth, user, subscriber, chat } = config.upstreams;

/** The four services behind this gateway. */
@Module({
  imports: [
    GrpcClientsModule.register(
      [
        { token: AUTH_CLIENT, name: 'auth-service', definition: AUTH, address: auth, lanes: AUTH_LANES },
        { token: USER_CLIENT, name: 'user-service', definition: withEvents(USER), address: user },
        {
          token: SUBSCRIBER_CLIENT,
          name: 'subscriber-service',
          definition: withEvents(SubscriberServiceService),
          address: subscriber,
        },
        { token: CHAT_CLIENT, name: 'chat-service', definition: withEvents(CHAT), address: chat },
      ],
      config,
    ),
  ],
})
export class ClientsModule {}
