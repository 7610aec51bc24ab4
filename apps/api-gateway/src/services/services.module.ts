import { GrpcClientsModule, type RpcClient } from '@messenger/grpc';
import {
  AuthServiceService,
  ChatServiceService,
  SubscriberServiceService,
  UserServiceService,
  type AuthService,
  type ChatService,
  type SubscriberService,
  type UserService,
} from '@messenger/proto';
import { Module } from '@nestjs/common';
import { config } from '../config.js';

export const AUTH_CLIENT = Symbol('AUTH_CLIENT');
export const USER_CLIENT = Symbol('USER_CLIENT');
export const SUBSCRIBER_CLIENT = Symbol('SUBSCRIBER_CLIENT');
export const CHAT_CLIENT = Symbol('CHAT_CLIENT');

export type AuthClient = RpcClient<AuthService>;
export type UserClient = RpcClient<UserService>;
export type SubscriberClient = RpcClient<SubscriberService>;
export type ChatClient = RpcClient<ChatService>;

const { auth, user, subscriber, chat } = config.services;

/** The four services behind this gateway. */
@Module({
  imports: [
    GrpcClientsModule.register([
      { token: AUTH_CLIENT, name: 'auth-service', definition: AuthServiceService, address: auth },
      { token: USER_CLIENT, name: 'user-service', definition: UserServiceService, address: user },
      {
        token: SUBSCRIBER_CLIENT,
        name: 'subscriber-service',
        definition: SubscriberServiceService,
        address: subscriber,
      },
      { token: CHAT_CLIENT, name: 'chat-service', definition: ChatServiceService, address: chat },
    ]),
  ],
})
export class ServicesModule {}
