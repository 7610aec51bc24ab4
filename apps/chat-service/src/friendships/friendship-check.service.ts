import { UnavailableError } from '@messenger/errors';
import { RabbitMqConnection } from '@messenger/rabbitmq';
import type { RpcClient } from '@messenger/grpc';
import type { SubscriberService } from '@messenger/proto';
import { Inject, Injectable, Logger } from '@nestjs/common';
import { SUBSCRIBER_CLIENT } from '../grpc-clients.js';
import { NotFriendsError } from './friendships.errors.js';

/** `unknown`: subscriber-service did not answer. */
export type Friendship = 'friends' | 'strangers' | 'unknown';

/** Callers of this service give up after two seconds, and some requests succeed without the answer. */
const CHECK_DEADLINE_MS = 1_000;

/** Answers whether two people are friends, from the projection where that can be trusted. */
@Injectable()
export class FriendshipCheckService {
  private readonly logger = new Logger(FriendshipCheckService.name);

  constructor(
    @Inject(RabbitMqConnection) private readonly broker: Pick<RabbitMqConnection, 'writable' | 'lag'>,
    @Inject(SUBSCRIBER_CLIENT) private readonly subscribers: Pick<RpcClient<SubscriberService>, 'checkFriendship'>,
  ) {}

  /**
   * Whether what the projection says needs no check: it is a yes, and the event of an end would reach this process: the
   * broker is there, takes what is published, and no event waits for long or is a dead letter. A no may be older than an acceptance that the two have just seen.
   */
  trusts(projected: boolean): boolean {
    return projected && this.broker.writable && !this.broker.lag.isBehind;
  }

  /** Between the caller and a peer: as the projection says, or as subscriber-service does where that is not trusted. */
  async between(peerId: string, projected: boolean): Promise<Friendship> {
    return this.trusts(projected) ? 'friends' : this.check(peerId);
  }

  /** Asks subscriber-service in the caller's name. */
  async check(peerId: string): Promise<Friendship> {
    try {
      const { friends } = await this.subscribers.checkFriendship({ userId: peerId }, { deadlineMs: CHECK_DEADLINE_MS });
      return friends ? 'friends' : 'strangers';
    } catch (error) {
      this.logger.warn('subscriber-service could not check a friendship', error as Error);
      return 'unknown';
    }
  }
}

/** The error for what only friends may do; undefined between friends. */
export function refusalOf(friendship: Friendship): NotFriendsError | UnavailableError | undefined {
  if (friendship === 'friends') return undefined;
  return friendship === 'strangers'
    ? new NotFriendsError()
    : new UnavailableError('It is not known whether the two are friends');
}

/** @throws NotFriendsError, UnavailableError */
export function requireFriends(friendship: Friendship): void {
  const refusal = refusalOf(friendship);
  if (refusal !== undefined) throw refusal;
}
