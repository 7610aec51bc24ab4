import { DomainError } from '@messenger/errors';
import { GrpcChannel, type CallOptions } from '@messenger/grpc';
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
import type { ServiceName } from '@messenger/stack';
import { inject } from 'vitest';
import { Api } from '../../support/api.js';

const address = (app: ServiceName): string => `127.0.0.1:${inject('appEnv')[app].GRPC_PORT}`;

/** Everywhere a token is shown: the gateway, and each service called directly. */
export class TokenEndpoints {
  private readonly gateway = new Api(inject('gatewayUrl'));
  private readonly auth = new GrpcChannel<AuthService>(AuthServiceService, address('auth-service'));
  private readonly users = new GrpcChannel<UserService>(UserServiceService, address('user-service'));
  private readonly subscribers = new GrpcChannel<SubscriberService>(
    SubscriberServiceService,
    address('subscriber-service'),
  );
  private readonly chats = new GrpcChannel<ChatService>(ChatServiceService, address('chat-service'));

  /** What each of them says to the token: "accepted", or the reason of its refusal. */
  async answersTo(accessToken: string): Promise<Record<string, string>> {
    const options: CallOptions = { accessToken };
    const [gateway, auth, user, subscriber, chat] = await Promise.all([
      this.throughTheGateway(accessToken),
      outcomeOf(this.auth.rpc.listSessions({}, options)),
      outcomeOf(this.users.rpc.getMe({}, options)),
      outcomeOf(this.subscribers.rpc.listBlocks({}, options)),
      outcomeOf(this.chats.rpc.listChats({}, options)),
    ]);
    return { gateway, auth, user, subscriber, chat };
  }

  close(): void {
    for (const channel of [this.auth, this.users, this.subscribers, this.chats]) channel.close();
  }

  private async throughTheGateway(accessToken: string): Promise<string> {
    const { status, body } = await this.gateway.as(accessToken).get('/v1/users/me');
    if (status === 200) return 'accepted';
    return status === 401 ? (body as { reason: string }).reason : `${status}`;
  }
}

async function outcomeOf(call: Promise<unknown>): Promise<string> {
  try {
    await call;
    return 'accepted';
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    return error.code === 'UNAUTHENTICATED' ? error.reason : error.code;
  }
}
