import {
  makeClientConstructor,
  type Metadata,
  type Client,
  type ClientUnaryCall,
  type ServiceDefinition,
} from '@grpc/grpc-js';
import { FairLimit } from '@messenger/batching';
import { DEFAULT_UPSTREAM_POLICY, type TlsFiles, type UpstreamPolicy } from '@messenger/config';
import { clientNetwork, requestContext } from '@messenger/logging';
import { IDEMPOTENT_RPCS, READ_RPCS } from '@messenger/proto';
import { beginWithin } from './begin-within.js';
import { serviceNameOf } from './grpc-controller.js';
import { metadataOf } from './metadata.js';
import { NO_CHANNELZ } from './no-channelz.js';
import { observed, type Callback } from './observed-call.js';
import { timeLeftMs } from './time-left.js';
import { channelCredentials, tlsChannelOptions } from './tls/credentials.js';
import { askHealth } from './upstream/health-client.js';
import { Upstream } from './upstream/upstream.js';

/** grpc-js itself has no limit. */
export const DEFAULT_DEADLINE_MS = 2_000;

/**
 * Concurrent calls of one process to one service; more of them wait. Users, and networks of callers without an account,
 * take turns.
 */
const MAX_IN_FLIGHT = 32;
/** Of those, calls that only read: where there are too many they wait, and end first, and what people write goes on. */
const MAX_READS_IN_FLIGHT = 24;

/** Options of a single call. */
export interface CallOptions {
  /** From when the call is made, its time in the queue included; and no later than what is left to the request. */
  deadlineMs?: number;
  /** Instead of the current request's. */
  accessToken?: string;
  /** Whether a second call does no harm; by default what the contract says of the rpc (`idempotency_level`). */
  repeatable?: boolean;
}

/** Of a channel. */
export interface ChannelOptions {
  /** Of the app; by default that of its first gRPC service. */
  name?: string;
  /** Names of rpcs whose calls queue apart from all others, lane by lane. */
  lanes?: string[][] | undefined;
  policy?: UpstreamPolicy;
  /** In plain text without. */
  tls?: TlsFiles | undefined;
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
  ...NO_CHANNELZ,
  'grpc.service_config': JSON.stringify({ loadBalancingConfig: [{ round_robin: {} }] }),
};

type Unary = (
  request: unknown,
  metadata: Metadata,
  options: { deadline: number },
  callback: Callback,
) => ClientUnaryCall;

/** One channel to a service, kept for the life of the process. It connects at the first call. */
export class GrpcChannel<Service> {
  readonly rpc: RpcClient<Service>;
  private readonly client: Client;
  private readonly upstream: Upstream;
  private readonly limit = new FairLimit({ concurrency: MAX_IN_FLIGHT });
  private readonly reads = new FairLimit({ concurrency: MAX_READS_IN_FLIGHT });
  private readonly lanes: Map<string, FairLimit>;

  constructor(definition: ServiceDefinition, address: string, options: ChannelOptions = {}) {
    const { name = serviceNameOf(definition), lanes = [], policy = DEFAULT_UPSTREAM_POLICY, tls } = options;
    this.lanes = new Map(lanes.flatMap(ownLimit));
    const Constructor = makeClientConstructor(definition, 'messenger');
    const channelOptions = { ...CHANNEL_OPTIONS, ...tlsChannelOptions(tls, name) };
    const client = new Constructor(address, channelCredentials(tls), channelOptions);
    this.client = client;
    this.upstream = new Upstream(name, policy, () => askHealth(client, policy.probeMs));
    const methods = Object.entries(definition).map(([name, { path }]) => [name, this.unary(name, path)]);
    this.rpc = Object.fromEntries(methods) as RpcClient<Service>;
  }

  /** Resolves once the service can be reached; rejects after `timeoutMs`, or while calls to it are refused. */
  async waitForReady(timeoutMs: number): Promise<void> {
    await new Promise<void>((resolve, reject) => {
      this.client.waitForReady(Date.now() + timeoutMs, (error) => (error ? reject(error) : resolve()));
    });
    if (!this.upstream.isCalled) throw new Error('does not answer');
  }

  close(): void {
    this.upstream.close();
    this.client.close();
  }

  private unary(name: string, path: string) {
    const isRepeatable = READ_RPCS.has(path) || IDEMPOTENT_RPCS.has(path);
    const queue = this.queueOf(name, path);
    return (request: unknown, options: CallOptions = {}): Promise<unknown> => {
      const { deadlineMs = DEFAULT_DEADLINE_MS, accessToken, repeatable = isRepeatable } = options;
      const context = requestContext.getStore();
      const metadata = metadataOf(context);
      if (accessToken !== undefined) metadata.set('authorization', `Bearer ${accessToken}`);
      const withinMs = timeLeftMs(context, deadlineMs);
      const endsAtMs = performance.now() + withinMs;
      return beginWithin(withinMs, queue, () =>
        this.upstream.call(this.sending({ name, path }, request, metadata, endsAtMs), { endsAtMs, repeatable }),
      );
    };
  }

  private queueOf(name: string, path: string) {
    const limit = this.lanes.get(name) ?? this.limit;
    const queue = <T>(work: () => Promise<T>): Promise<T> => limit.run(caller(), work);
    if (limit !== this.limit || !READ_RPCS.has(path)) return queue;
    return <T>(work: () => Promise<T>): Promise<T> => this.reads.run(caller(), () => queue(work));
  }

  /** Sends it anew with each attempt. */
  private sending(rpc: { name: string; path: string }, request: unknown, metadata: Metadata, endsAtMs: number) {
    const { client } = this;
    const method = (client as unknown as Record<string, Unary>)[rpc.name] as Unary;
    return (onEnd: Callback): (() => void) => {
      const deadline = Date.now() + endsAtMs - performance.now();
      const call = method.call(client, request, metadata, { deadline }, observed(rpc.path, metadata, onEnd));
      return () => call.cancel();
    };
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
