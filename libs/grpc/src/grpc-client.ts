import { credentials, makeClientConstructor, type Metadata, type Client, type ServiceDefinition } from '@grpc/grpc-js';
import { FairLimit } from '@messenger/batching';
import { clientNetwork, requestContext } from '@messenger/logging';
import { beginWithin } from './begin-within.js';
import { timeLeftMs } from './time-left.js';
import { domainErrorOf } from './error-status.js';
import { metadataOf } from './metadata.js';
import { observed, type Callback } from './observed-call.js';

/** grpc-js itself has no limit. */
export const DEFAULT_DEADLINE_MS = 2_000;

/**
 * Concurrent calls of one process to one service; more of them wait. Users, and networks of callers without an account,
 * take turns.
 */
const MAX_IN_FLIGHT = 32;

/** Options of a single call. */
export interface CallOptions {
  /** From when the call is made, its time in the queue included; and no later than what is left to the request. */
  deadlineMs?: number;
  /** Instead of the current request's. */
  accessToken?: string;
}

/** A generated service seen from its caller; every method rejects with a DomainError alone. */
export type RpcClient<Service> = {
  [Rpc in keyof Service]: Service[Rpc] extends (request: infer Request) => infer Response
    ? (request: Request, options?: CallOptions) => Response
    : never;
};

const CHANNEL_OPTIONS = {
  'grpc.keepalive_time_ms': 20_000,
  'grpc.keepalive_timeout_ms': 5_000,
  'grpc.keepalive_permit_without_calls': 1,
  // A service that restarts is reached again within half a second.
  'grpc.initial_reconnect_backoff_ms': 100,
  'grpc.max_reconnect_backoff_ms': 500,
  // grpc-js would ask DNS again only after 30 s: where a service came later than its caller, or all its pods have gone.
  'grpc.dns_min_time_between_resolutions_ms': 1_000,
  'grpc.service_config': JSON.stringify({ loadBalancingConfig: [{ round_robin: {} }] }),
};

type Unary = (request: unknown, metadata: Metadata, options: { deadline: number }, callback: Callback) => void;

/** One channel to a service, kept for the life of the process. It connects at the first call. */
export class GrpcChannel<Service> {
  readonly rpc: RpcClient<Service>;
  private readonly client: Client;
  private readonly limit = new FairLimit({ concurrency: MAX_IN_FLIGHT });
  private readonly lanes: Map<string, FairLimit>;

  /** @param lanes names of rpcs whose calls queue apart from all others, lane by lane */
  constructor(
    private readonly definition: ServiceDefinition,
    address: string,
    lanes: string[][] = [],
  ) {
    this.lanes = new Map(lanes.flatMap(ownLimit));
    const Constructor = makeClientConstructor(definition, 'messenger');
    this.client = new Constructor(address, credentials.createInsecure(), CHANNEL_OPTIONS);
    const methods = Object.keys(definition).map((name) => [name, this.unary(name)]);
    this.rpc = Object.fromEntries(methods) as RpcClient<Service>;
  }

  /** Resolves once the service can be reached; rejects after `timeoutMs`. */
  waitForReady(timeoutMs: number): Promise<void> {
    return new Promise((resolve, reject) => {
      this.client.waitForReady(Date.now() + timeoutMs, (error) => (error ? reject(error) : resolve()));
    });
  }

  close(): void {
    this.client.close();
  }

  private unary(name: string) {
    return (
      request: unknown,
      { deadlineMs = DEFAULT_DEADLINE_MS, accessToken }: CallOptions = {},
    ): Promise<unknown> => {
      const context = requestContext.getStore();
      const metadata = metadataOf(context);
      if (accessToken !== undefined) metadata.set('authorization', `Bearer ${accessToken}`);
      const withinMs = timeLeftMs(context, deadlineMs);
      const deadline = Date.now() + withinMs;
      const limit = this.lanes.get(name) ?? this.limit;
      return beginWithin(
        withinMs,
        (work) => limit.run(caller(), work),
        () => this.call(name, request, metadata, deadline),
      );
    };
  }

  private call(name: string, request: unknown, metadata: Metadata, deadline: number): Promise<unknown> {
    const { client, definition } = this;
    const method = (client as unknown as Record<string, Unary>)[name];
    return new Promise((resolve, reject) => {
      const settle: Callback = (error, response) => {
        if (error === null) resolve(response);
        else reject(domainErrorOf(error));
      };
      method?.call(client, request, metadata, { deadline }, observed(definition[name]?.path ?? name, metadata, settle));
    });
  }
}

function ownLimit(lane: string[]): [string, FairLimit][] {
  const limit = new FairLimit({ concurrency: MAX_IN_FLIGHT });
  return lane.map((rpc) => [rpc, limit]);
}

/** With whom the running request shares its turns. */
function caller(): string {
  return requestContext.getStore()?.userId ?? clientNetwork();
}
