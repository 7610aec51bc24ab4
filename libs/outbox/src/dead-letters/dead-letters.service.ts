import { ADMINISTRATORS, type Administrators } from '@messenger/authentication';
import { FairLimit } from '@messenger/batching';
import type { DurableConsumer } from '@messenger/events';
import { DeadLetterQueue, RabbitMqConnection, type DeadLetter } from '@messenger/rabbitmq';
import { Inject, Injectable } from '@nestjs/common';
import { isUUID } from 'class-validator';

/** Injects the name of the service whose queue it is. */
export const CONSUMER = Symbol('CONSUMER');

/** An answer is at most 4 MB. */
const MAX_LISTED = 1_000;

/** This service's dead letters, over the connection that the process has. */
@Injectable()
export class DeadLettersService {
  /** Whoever reads the queue holds its content: a second reader would find it empty. */
  private readonly turns = new FairLimit({ concurrency: 1 });

  constructor(
    @Inject(CONSUMER) private readonly consumer: DurableConsumer,
    @Inject(ADMINISTRATORS) private readonly administrators: Pick<Administrators, 'recordAct'>,
    private readonly connection: RabbitMqConnection,
  ) {}

  /** @throws UnavailableError */
  list(): Promise<DeadLetter[]> {
    return this.inTurn((queue) => queue.list(MAX_LISTED));
  }

  /** Resolves with the number of those that went. @throws UnavailableError */
  replay(eventId: string | undefined): Promise<number> {
    return this.inTurn((queue) =>
      queue.replay(async ({ id, type }) => {
        const isChosen = isUUID(id) && (eventId === undefined || eventId === id);
        if (isChosen) await this.record(id, type);
        return isChosen;
      }),
    );
  }

  private async record(targetId: string, type: string): Promise<void> {
    const reason = `${type} to ${this.consumer}`;
    await this.administrators.recordAct({ action: 'replay_dead_letter', targetId, reason });
  }

  private inTurn<T>(work: (queue: DeadLetterQueue) => Promise<T>): Promise<T> {
    return this.turns.run(this.consumer, () =>
      this.connection.onChannel((channel) => work(new DeadLetterQueue(channel, this.consumer))),
    );
  }
}
