import { Global, Module, type DynamicModule, type OnApplicationShutdown } from '@nestjs/common';
import type { ServiceDefinition } from '@grpc/grpc-js';
import type { AppConfig } from '@messenger/config';
import { Readiness } from '@messenger/health';
import { GrpcChannel } from './grpc-client.js';

/** Until a service that cannot be reached is reported. */
const READY_TIMEOUT_MS = 1_000;

/** A service that this app calls. */
export interface GrpcUpstream {
  /** Injection token of its client. */
  token: symbol;
  /** In the readiness report. */
  name: string;
  definition: ServiceDefinition;
  /** `host:port`, or a grpc-js target as `dns:///chat-service:50051`. */
  address: string;
  /** Rpcs whose calls queue apart from all others: they take long, or nothing may wait for them. */
  lanes?: string[][];
}

/** A client for each service that this app calls, injected by the upstream's token as `RpcClient<Service>`. */
@Global()
@Module({})
export class GrpcClientsModule implements OnApplicationShutdown {
  private static readonly channels: GrpcChannel<unknown>[] = [];

  static register(upstreams: GrpcUpstream[], config: Pick<AppConfig, 'upstreamPolicy' | 'tls'>): DynamicModule {
    const { upstreamPolicy: policy, tls } = config;
    return {
      module: GrpcClientsModule,
      providers: upstreams.map(({ token, name, definition, address, lanes }) => ({
        provide: token,
        inject: [Readiness],
        useFactory: (readiness: Readiness) => {
          const channel = new GrpcChannel<unknown>(definition, address, { name, lanes, policy, tls });
          GrpcClientsModule.channels.push(channel);
          readiness.register(name, 'helpful', () => channel.waitForReady(READY_TIMEOUT_MS));
          return channel.rpc;
        },
      })),
      exports: upstreams.map(({ token }) => token),
    };
  }

  onApplicationShutdown(): void {
    for (const channel of GrpcClientsModule.channels.splice(0)) channel.close();
  }
}
