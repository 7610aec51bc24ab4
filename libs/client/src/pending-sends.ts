import type { RefusedFrame, SentFrame } from '@messenger/live';
import type { components } from './gen/openapi.js';

export type Message = components['schemas']['MessageView'];
export type SendAnswer = SentFrame<Message> | RefusedFrame<components['schemas']['Problem']>;

/** The sends of one socket that wait for their answers, by id. */
export class PendingSends {
  private readonly resolvers = new Map<string, (answer: SendAnswer | undefined) => void>();

  has(id: string): boolean {
    return this.resolvers.has(id);
  }

  /** Resolves with undefined if the socket closes before the answer. Rejects when the signal aborts. */
  add(id: string, signal?: AbortSignal): Promise<SendAnswer | undefined> {
    return new Promise<SendAnswer | undefined>((resolve, reject) => {
      const abort = () => reject(signal?.reason as Error);
      signal?.addEventListener('abort', abort, { once: true });
      this.resolvers.set(id, (answer) => {
        signal?.removeEventListener('abort', abort);
        resolve(answer);
      });
    });
  }

  settle(answer: SendAnswer): void {
    this.resolvers.get(answer.id)?.(answer);
    this.resolvers.delete(answer.id);
  }

  /** The socket has closed: whether the messages were stored is unknown. */
  abandon(): void {
    for (const resolve of this.resolvers.values()) resolve(undefined);
    this.resolvers.clear();
  }
}
