import { UnavailableError } from '@messenger/errors';
import { DURABLE_SUBSCRIPTIONS, type DurableConsumer } from '@messenger/events';
import { listDeadLetters, replayDeadLetters, type DeadLetter } from '@messenger/rabbitmq';
import { Injectable } from '@nestjs/common';
import { config } from '../config.js';

const SERVICES = Object.keys(DURABLE_SUBSCRIPTIONS) as DurableConsumer[];

export interface DeadLetterOf extends DeadLetter {
  service: DurableConsumer;
}

/** What lies in the services' dead-letter queues. @throws UnavailableError where the broker is away */
@Injectable()
export class DeadLetters {
  async list(): Promise<DeadLetterOf[]> {
    const letters: DeadLetterOf[] = [];
    for (const service of SERVICES) {
      const found = await reached(listDeadLetters(config.amqp.url, service));
      letters.push(...found.map((letter) => ({ service, ...letter })));
    }
    return letters;
  }

  /** Sends all of them, or that event, to the services again; resolves with their number. */
  async replay(eventId: string | undefined): Promise<number> {
    let replayed = 0;
    for (const service of SERVICES) replayed += await reached(replayDeadLetters(config.amqp.url, service, eventId));
    return replayed;
  }
}

function reached<T>(answer: Promise<T>): Promise<T> {
  return answer.catch((error: unknown) => {
    throw new UnavailableError(`The broker cannot be asked: ${(error as Error).message}`);
  });
}
