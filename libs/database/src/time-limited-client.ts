import pg from 'pg';

/** Milliseconds. The server's limit comes first: the client's is for a server that does not answer at all. */
export const TIME_LIMITS = {
  connectionTimeoutMillis: 2_000,
  statement_timeout: 4_000,
  query_timeout: 5_000,
  idle_in_transaction_session_timeout: 10_000,
} as const;

const CLIENT_TIMEOUT_MESSAGE = 'Query read timeout';

/**
 * A connection that hits the client's time limit is destroyed.
 *
 * pg gives it back to the pool inside its transaction, and the next write on it would be acknowledged and lost.
 */
export class TimeLimitedClient extends pg.Client {
  // pg declares seven overloads; the promise is the only kind of answer that TypeORM and we ask for.
  override query(...args: unknown[]): never {
    const answer = (super.query as (...args: unknown[]) => unknown).apply(this, args);
    if (answer instanceof Promise) {
      answer.catch((error: unknown) => {
        if (error instanceof Error && error.message === CLIENT_TIMEOUT_MESSAGE) this.destroy();
      });
    }
    return answer as never;
  }

  private destroy(): void {
    const { connection } = this as unknown as { connection: { stream: { destroy(): void } } };
    connection.stream.destroy();
  }
}
