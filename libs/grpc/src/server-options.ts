import type { Server, ServiceDefinition } from '@grpc/grpc-js';
import { Transport, type GrpcOptions } from '@nestjs/microservices';
import { HealthImplementation } from 'grpc-health-check';
import { serviceNameOf } from './grpc-controller.js';
import { addReflection } from './reflection.js';
import { requestInterceptor } from './request.interceptor.js';

/**
 * A client resolves the name again only when a connection ends, and so would never find pods that started later: each
 * connection ends after a minute, and its calls may run on for longer than any deadline.
 */
const CONNECTION_AGE = { 'grpc.max_connection_age_ms': 60_000, 'grpc.max_connection_age_grace_ms': 10_000 };

export interface GrpcServerOptions {
  /** The services that the process serves. */
  definitions: ServiceDefinition[];
  host: string;
  port: number;
  /** Serves reflection, for grpcurl and the like: outside production. */
  reflection: boolean;
  /** Of a request; 4 MB by default. */
  maxMessageBytes?: number | undefined;
}

/** Nest's gRPC transport on the generated, static encoders; with the standard health service beside ours. */
export function grpcServerOptions(options: GrpcServerOptions): GrpcOptions {
  const { definitions, host, port, reflection, maxMessageBytes } = options;
  const names = definitions.map(serviceNameOf);
  return {
    transport: Transport.GRPC,
    options: {
      package: names.map((name) => name.split('.').slice(0, -1).join('.')),
      packageDefinition: Object.fromEntries(definitions.map((definition) => [serviceNameOf(definition), definition])),
      url: host.includes(':') ? `[${host}]:${port}` : `${host}:${port}`,
      gracefulShutdown: true,
      ...(maxMessageBytes !== undefined && { maxReceiveMessageLength: maxMessageBytes }),
      keepalive: { keepaliveTimeMs: 20_000, keepaliveTimeoutMs: 5_000, http2MinPingIntervalWithoutDataMs: 10_000 },
      channelOptions: { interceptors: [requestInterceptor], ...CONNECTION_AGE },
      onLoadPackageDefinition: (_definition: object, server: Server) => {
        const serving = Object.fromEntries(['', ...names].map((name) => [name, 'SERVING' as const]));
        new HealthImplementation(serving).addToServer(server);
        if (reflection) addReflection(server, names);
      },
    },
  };
}
