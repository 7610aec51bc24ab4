import type { ServiceDefinition } from '@grpc/grpc-js';
import { GrpcClientsModule, type RpcClient } from '@messenger/grpc';
import {
  AdminServiceService,
  AuthServiceService,
  ChatServiceService,
  EventLogServiceService,
  ExportServiceService,
  ReportServiceService,
  SubscriberServiceService,
  UserServiceService,
  type AdminService,
  type AuthService,
  type ChatService,
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

export type AuthClient = RpcClient<AuthService & AdminService>;
export type UserClient = RpcClient<UserService & ExportService & EventLogService>;
export type SubscriberClient = RpcClient<SubscriberService & EventLogService>;
export type ChatClient = RpcClient<ChatService & ReportService & EventLogService>;

/** Both services of auth-service, on one channel. */
const AUTH: ServiceDefinition = { ...AuthServiceService, ...AdminServiceService };

/** Both services of user-service, on one channel. */
const USER: ServiceDefinition = { ...UserServiceService, ...ExportServiceService };

/** Both services of chat-service, on one channel. */
const CHAT: ServiceDefinition = { ...ChatServiceService, ...ReportServiceService };

/** A service and its log, on one channel. */
const withLog = (definition: ServiceDefinition): ServiceDefinition => ({ ...definition, ...EventLogServiceService });

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
        { token: USER_CLIENT, name: 'user-service', definition: withLog(USER), address: user },
        {
          token: SUBSCRIBER_CLIENT,
          name: 'subscriber-service',
          definition: withLog(SubscriberServiceService),
          address: subscriber,
        },
        { token: CHAT_CLIENT, name: 'chat-service', definition: withLog(CHAT), address: chat },
      ],
      config,
    ),
  ],
})
export class ClientsModule {}
