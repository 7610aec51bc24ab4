import { Query, type Connection, type PoolClient, type QueryArrayConfig, type QueryArrayResult } from 'pg';

interface Entry {
  query: QueryArrayConfig;
  resolve: (result: QueryArrayResult) => void;
  reject: (error: unknown) => void;
}

/** What pg keeps to itself. */
type OpenConnection = Connection & { parsedStatements: Record<string, string> };

/** The statements of one turn of the event loop: PostgreSQL gets them together, and answers them together. */
export class RoundTrip {
  private entries: Entry[] = [];

  constructor(private readonly client: PoolClient) {}

  /** Runs a statement after those before it; where one of them fails, it fails with the same error. */
  add(query: QueryArrayConfig): Promise<QueryArrayResult> {
    if (this.entries.length === 0) process.nextTick(() => this.send());
    return new Promise((resolve, reject) => this.entries.push({ query, resolve, reject }));
  }

  private send(): void {
    const entries = this.entries.splice(0);
    if (entries.length > 1 && entries.every(({ query }) => this.isPrepared(query))) this.sendTogether(entries);
    else this.sendEach(entries);
  }

  private isPrepared({ name }: QueryArrayConfig): boolean {
    return name !== undefined && this.connection.parsedStatements[name] !== undefined;
  }

  private sendTogether(entries: Entry[]): void {
    const together = new StatementsTogether(
      entries.map(({ query }) => query),
      (error, results) => {
        if (error) for (const { reject } of entries) reject(error);
        else entries.forEach(({ resolve }, index) => resolve(results[index] as QueryArrayResult));
      },
    );
    this.client.query(together);
  }

  /** Still in one write to the socket. */
  private sendEach(entries: Entry[]): void {
    this.connection.stream.cork();
    for (const { query, resolve, reject } of entries) this.client.query(query).then(resolve, reject);
    this.connection.stream.uncork();
  }

  private get connection(): OpenConnection {
    return (this.client as PoolClient & { connection: OpenConnection }).connection;
  }
}

/**
 * Prepared statements with one Sync behind all of them, where pg sends one behind each: PostgreSQL sends what it has to say
 * at each Sync, and each packet wakes this process up.
 */
class StatementsTogether extends Query {
  constructor(
    private readonly queries: QueryArrayConfig[],
    onEnd: (error: Error | undefined, results: QueryArrayResult[]) => void,
  ) {
    super({ text: '', rowMode: 'array' } as QueryArrayConfig, onEnd as never);
  }

  override submit = (connection: Connection): void => {
    const withoutSync = Object.create(connection, { sync: { value: () => undefined } }) as Connection;
    // A value that cannot be sent leaves the others without it.
    const onError = (error: Error | undefined): void => void (error && connection.stream.destroy(error));
    connection.stream.cork();
    for (const query of this.queries) new Query(query, onError).submit(withoutSync);
    connection.sync();
    connection.stream.uncork();
  };
}
