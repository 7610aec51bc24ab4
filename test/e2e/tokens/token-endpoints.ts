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
import type { Env, ServiceName } from '@messenger/stack';
import { Api } from '../../support/api.js';

/** What all of them say to a token. */
export const everywhere = (answer: string): Record<string, string> =>
  Object.fromEntries(['gateway', 'auth', 'user', 'subscriber', 'chat'].map((endpoint) => [endpoint, answer]));

/** Everywhere a token is shown: the gateway, and each service called directly. */
export class TokenEndpoints {
  private readonly gateway: Api;
  private readonly auth: GrpcChannel<AuthService>;
  private readonly users: GrpcChannel<UserService>;
  private readonly subscribers: GrpcChannel<SubscriberService>;
  private readonly chats: GrpcChannel<ChatService>;

  constructor(gatewayUrl: string, env: Record<ServiceName, Env>) {
    const address = (app: ServiceName): string => `127.0.0.1:${env[app].GRPC_PORT}`;
    this.gateway = new Api(gatewayUrl);
    this.auth = new GrpcChannel(AuthServiceService, address('auth-service'));
    this.users = new GrpcChannel(UserServiceService, address('user-service'));
    this.subscribers = new GrpcChannel(SubscriberServiceService, address('subscriber-service'));
    this.chats = new GrpcChannel(ChatServiceService, address('chat-service'));
  }

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
