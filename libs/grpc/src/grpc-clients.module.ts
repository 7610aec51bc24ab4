import { Global, Module, type DynamicModule, type OnApplicationShutdown } from '@nestjs/common';
import type { ServiceDefinition } from '@grpc/grpc-js';
import { Readiness } from '@messenger/health';
import { GrpcChannel } from './grpc-client.js';

/** Milliseconds until a peer that cannot be reached is reported. */
const READY_TIMEOUT = 1_000;

export interface GrpcPeer {
  /** What the peer's client is injected by. */
  token: symbol;
  /** Name in the readiness report. */
  name: string;
  definition: ServiceDefinition;
  /** `host:port`, or a grpc-js target as `dns:///chat-service:50051`. */
  address: string;
}

/** A client for each service that this app calls: injected by the peer's token as `RpcClient<Service>`. */
@Global()
@Module({})
export class GrpcClientsModule implements OnApplicationShutdown {
  private static readonly channels: GrpcChannel<unknown>[] = [];

  static register(peers: GrpcPeer[]): DynamicModule {
    return {
      module: GrpcClientsModule,
      providers: peers.map(({ token, name, definition, address }) => ({
        provide: token,
        inject: [Readiness],
        useFactory: (readiness: Readiness) => {
          const channel = new GrpcChannel<unknown>(definition, address);
          GrpcClientsModule.channels.push(channel);
          readiness.register(name, 'helpful', () => channel.waitForReady(READY_TIMEOUT));
          return channel.rpc;
        },
      })),
      exports: peers.map(({ token }) => token),
    };
  }

  onApplicationShutdown(): void {
    for (const channel of GrpcClientsModule.channels.splice(0)) channel.close();
  }
}
