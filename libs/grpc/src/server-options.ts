import type { Server, ServiceDefinition } from '@grpc/grpc-js';
import type { TlsFiles } from '@messenger/config';
import { Transport, type GrpcOptions } from '@nestjs/microservices';
import { serviceNameOf } from './grpc-controller.js';
import { addHealth, type IsWell } from './health.js';
import { addReflection } from './reflection.js';
import { NO_CHANNELZ } from './no-channelz.js';
import { requestInterceptor } from './request.interceptor.js';
import { Admission } from './tls/admission.js';
import { serverCredentials } from './tls/credentials.js';

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
  /** In plain text, and for everybody, without. */
  tls?: { files: TlsFiles; callers: readonly string[] } | undefined;
  /** Always, by default. */
  isWell?: IsWell;
}

const always: IsWell = () => Promise.resolve(true);

/** Nest's gRPC transport on the generated, static encoders; with the standard health service beside ours. */
export function grpcServerOptions(options: GrpcServerOptions): GrpcOptions {
  const { definitions, host, port, reflection, maxMessageBytes, isWell = always, tls } = options;
  const names = definitions.map(serviceNameOf);
  return {
    transport: Transport.GRPC,
    options: {
      package: [...new Set(names.map((name) => name.split('.').slice(0, -1).join('.')))],
      packageDefinition: Object.fromEntries(definitions.map((definition) => [serviceNameOf(definition), definition])),
      url: host.includes(':') ? `[${host}]:${port}` : `${host}:${port}`,
      credentials: serverCredentials(tls?.files),
      gracefulShutdown: true,
      ...(maxMessageBytes !== undefined && { maxReceiveMessageLength: maxMessageBytes }),
      keepalive: { keepaliveTimeMs: 20_000, keepaliveTimeoutMs: 5_000, http2MinPingIntervalWithoutDataMs: 10_000 },
      channelOptions: { interceptors: [requestInterceptor], ...CONNECTION_AGE, ...NO_CHANNELZ },
      onLoadPackageDefinition: (_definition: object, server: Server) => {
        if (tls !== undefined) new Admission(tls.callers).guard(server);
        addHealth(server, names, isWell);
        if (reflection) addReflection(server, names);
      },
    },
  };
}
