import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';
import type { ServiceDefinition } from '@grpc/grpc-js';
import { RpcAuthenticationGuard } from '@messenger/authentication';
import type { ServiceConfig } from '@messenger/config';
import { DtoPipe } from '@messenger/dto';
import { type DurableConsumer } from '@messenger/events';
import { CALLERS, DomainExceptionFilter, grpcServerOptions } from '@messenger/grpc';
import { Readiness } from '@messenger/health';
import { JsonLogger } from '@messenger/logging';
import { drainAtEnd, exitOnStartFailure, releaseStartMemory } from '@messenger/process';
import { RabbitMqConnection, RabbitMqStrategy } from '@messenger/rabbitmq';
import { startTracing, stopTracing } from '@messenger/tracing';
import { Logger, type Type } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import { Pool } from 'pg';
import { expectHandlers } from './expect-handlers.js';

export interface ServiceOptions {
  config: ServiceConfig;
  module: Type;
  /** The services that it answers for. */
  definitions: ServiceDefinition[];
  /** Whose durable queue it consumes, if any. */
  consumes?: DurableConsumer;
  /** Of a request; 4 MB by default. */
  maxMessageBytes?: number;
}

/** Starts a gRPC service: Nest with the gRPC transport and, where it consumes events, our RabbitMQ transport. */
export function runService(options: ServiceOptions): void {
  start(options).catch(exitOnStartFailure(options.config.app));
}

async function start({ config, module, definitions, consumes, maxMessageBytes }: ServiceOptions): Promise<void> {
  await startTracing(config.app, config.tracing);
  const app = await NestFactory.create(module, new FastifyAdapter(), {
    logger: new JsonLogger(config.logging),
    abortOnError: false,
  });
  app.useGlobalPipes(new DtoPipe('dropped'));
  app.useGlobalFilters(new DomainExceptionFilter());
  app.useGlobalGuards(app.get(RpcAuthenticationGuard));

  const { host } = config.grpc;
  const port = config.grpc.port === 0 ? await freePort(host) : config.grpc.port;
  const inherit = { inheritAppConfig: true };
  const tls = config.tls && { files: config.tls, callers: CALLERS[config.app] ?? [] };
  const isWell = (): Promise<boolean> => app.get(Readiness).isWell();
  app.connectMicroservice(
    grpcServerOptions({ definitions, host, port, reflection: !config.production, maxMessageBytes, isWell, tls }),
    inherit,
  );
  if (consumes !== undefined) {
    const strategy = new RabbitMqStrategy(app.get(RabbitMqConnection), consumes);
    app.connectMicroservice({ strategy }, inherit);
    expectHandlers(consumes, strategy.getHandlers().keys());
  }
  // What was committed last has been published by then.
  drainAtEnd(app, async () => {
    await app.get(RabbitMqConnection).close();
    await app.get(Pool).end();
    await stopTracing();
  });
  await app.init();
  await app.startAllMicroservices();
  await releaseStartMemory();
  app.get(Readiness).serve();
  new Logger(config.app).log(`gRPC on ${host}:${port}`);
}

async function freePort(host: string): Promise<number> {
  const server = createServer().listen(0, host);
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}
