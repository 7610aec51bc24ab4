import { isUnavailable } from '@messenger/errors';
import type { DurableConsumer } from '@messenger/events';
import type { RpcClient } from '@messenger/grpc';
import type { DeadLetterService } from '@messenger/proto';
import { Inject, Injectable } from '@nestjs/common';
import { AUTH_CLIENT, CHAT_CLIENT, SUBSCRIBER_CLIENT, USER_CLIENT } from '../clients/clients.module.js';
import type { DeadLettersView, ReplayView } from './dead-letters.views.js';

type Client = RpcClient<DeadLetterService>;

interface Answers<T> {
  answers: { service: DurableConsumer; answer: T }[];
  unavailable: DurableConsumer[];
}

/** What the services have given up on; each is asked for its own. */
@Injectable()
export class DeadLetters {
  private readonly clients: [DurableConsumer, Client][];

  constructor(
    @Inject(AUTH_CLIENT) auth: Client,
    @Inject(USER_CLIENT) user: Client,
    @Inject(SUBSCRIBER_CLIENT) subscriber: Client,
    @Inject(CHAT_CLIENT) chat: Client,
  ) {
    const clients: Record<DurableConsumer, Client> = {
      'auth-service': auth,
      'user-service': user,
      'subscriber-service': subscriber,
      'chat-service': chat,
    };
    this.clients = Object.entries(clients) as [DurableConsumer, Client][];
  }

  async list(): Promise<DeadLettersView> {
    const { answers, unavailable } = await this.ask((client) => client.listDeadLetters({}));
    const deadLetters = answers.flatMap(({ service, answer }) =>
      answer.deadLetters.map((letter) => ({ service, ...letter })),
    );
    return { deadLetters, unavailable };
  }

  /** Sends all of them, or that event, to the services again. */
  async replay(eventId: string | undefined): Promise<ReplayView> {
    const { answers, unavailable } = await this.ask((client) => client.replayDeadLetters({ eventId }));
    return { replayed: answers.reduce((sum, { answer }) => sum + answer.replayed, 0), unavailable };
  }

  private async ask<T>(rpc: (client: Client) => Promise<T>): Promise<Answers<T>> {
    const asked = await Promise.all(
      this.clients.map(async ([service, client]) => ({ service, answer: await unlessUnavailable(rpc(client)) })),
    );
    return {
      answers: asked.flatMap(({ service, answer }) => (answer === undefined ? [] : [{ service, answer }])),
      unavailable: asked.filter(({ answer }) => answer === undefined).map(({ service }) => service),
    };
  }
}

/** Undefined where the service is down, has no broker, or is of a version that does not know the call. */
function unlessUnavailable<T>(answer: Promise<T>): Promise<T | undefined> {
  return answer.catch((error: unknown) => {
    if (isUnavailable(error)) return undefined;
    throw error;
  });
}
