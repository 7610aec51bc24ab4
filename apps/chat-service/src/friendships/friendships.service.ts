import { UnavailableError } from '@messenger/errors';
import { RabbitMqConnection } from '@messenger/rabbitmq';
import type { RpcClient } from '@messenger/grpc';
import type { SubscriberService } from '@messenger/proto';
import { Inject, Injectable, Logger } from '@nestjs/common';
import { SUBSCRIBER_CLIENT } from '../grpc-clients.js';
import { NotFriendsError } from './friendships.errors.js';

/** `unknown`: nobody could tell. */
export type Friendship = 'friends' | 'strangers' | 'unknown';

/** Milliseconds; our own callers give up after two seconds, and some of them can do without the answer. */
const ASKING_DEADLINE = 1_000;

/** Answers whether two people are friends, from the projection where that can be trusted. */
@Injectable()
export class FriendshipsService {
  private readonly logger = new Logger(FriendshipsService.name);

  constructor(
    @Inject(RabbitMqConnection) private readonly broker: Pick<RabbitMqConnection, 'connected'>,
    @Inject(SUBSCRIBER_CLIENT) private readonly subscribers: Pick<RpcClient<SubscriberService>, 'checkFriendship'>,
  ) {}

  /**
   * Whether the projection's word is enough: it says yes, and the news of an end would reach us. A no may be older than
   * an acceptance that its people have just seen.
   */
  suffices(projected: boolean): boolean {
    return projected && this.broker.connected;
  }

  /** Between the caller and a peer. Asks subscriber-service, in the caller's name, only where it must. */
  async between(peerId: string, projected: boolean): Promise<Friendship> {
    return this.suffices(projected) ? 'friends' : this.ask(peerId);
  }

  async ask(peerId: string): Promise<Friendship> {
    try {
      const { friends } = await this.subscribers.checkFriendship({ userId: peerId }, { deadline: ASKING_DEADLINE });
      return friends ? 'friends' : 'strangers';
    } catch (error) {
      this.logger.warn('subscriber-service could not be asked', error as Error);
      return 'unknown';
    }
  }
}

/** Why a friendship does not allow what only friends may do. */
export function refusalOf(friendship: Friendship): NotFriendsError | UnavailableError | undefined {
  if (friendship === 'friends') return undefined;
  return friendship === 'strangers'
    ? new NotFriendsError()
    : new UnavailableError('Nobody can tell whether they are friends');
}

/** @throws NotFriendsError, UnavailableError */
export function requireFriends(friendship: Friendship): void {
  const refusal = refusalOf(friendship);
  if (refusal !== undefined) throw refusal;
}
