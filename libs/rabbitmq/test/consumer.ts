import { DatabaseModule } from '@messenger/database';
import type { DurableConsumer, EventContext, EventType } from '@messenger/events';
import { DomainExceptionFilter } from '@messenger/grpc';
import { HealthModule, metricsRegistry } from '@messenger/health';
import { Inbox, OutboxModule } from '@messenger/outbox';
import type { ChatRead, UserRegistered } from '@messenger/proto';
import type { TestDatabase } from '@messenger/testing';
import { Controller, Inject, Module, type INestApplication, type Type } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { Ctx, EventPattern, Payload } from '@nestjs/microservices';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import {
  RabbitMqConnection,
  RabbitMqModule,
  RabbitMqStrategy,
  REDELIVERY_TIMES,
  type RedeliveryTimes,
} from '../src/index.js';

const HANDLER = Symbol('HANDLER');
const READ_HANDLER = Symbol('READ_HANDLER');

export type RegistrationHandler = (payload: UserRegistered, context: EventContext, inbox: Inbox) => Promise<void>;
export type ReadHandler = (payload: ChatRead, context: EventContext) => Promise<void>;

export interface Consumer {
  app: INestApplication;
  connection: RabbitMqConnection;
  strategy: RabbitMqStrategy;
}

/** A service with a database: it publishes, and consumes user-service's queue. */
export function startConsumer(
  amqpUrl: string,
  { runtimeUrl }: TestDatabase,
  handler: RegistrationHandler,
  retryDelayMs = 100,
): Promise<Consumer> {
  @Controller()
  class RegistrationsController {
    constructor(
      private readonly inbox: Inbox,
      @Inject(HANDLER) private readonly handler: RegistrationHandler,
    ) {}

    @EventPattern<EventType>('auth.user_registered.v1')
    async registered(@Payload() payload: UserRegistered, @Ctx() context: EventContext): Promise<void> {
      await this.handler(payload, context, this.inbox);
    }
  }

  @Module({
    imports: [
      HealthModule.register({ host: '127.0.0.1', port: 0 }),
      DatabaseModule.register({ url: runtimeUrl, schema: 'users', poolSize: 10 }),
      OutboxModule.register({ amqpUrl, source: 'user', consumes: 'user-service' }),
    ],
    controllers: [RegistrationsController],
    providers: [{ provide: HANDLER, useValue: handler }],
  })
  class ServiceModule {}

  return start(ServiceModule, 'user-service', { retryDelayMs });
}

@Controller()
class RegistrationsController {
  constructor(@Inject(HANDLER) private readonly handler: (payload: UserRegistered) => Promise<void>) {}

  @EventPattern<EventType>('auth.user_registered.v1')
  async registered(@Payload() payload: UserRegistered): Promise<void> {
    await this.handler(payload);
  }
}

@Controller()
class ReadsController {
  constructor(@Inject(READ_HANDLER) private readonly handler: ReadHandler) {}

  @EventPattern<EventType>('chat.read.v1')
  async read(@Payload() payload: ChatRead, @Ctx() context: EventContext): Promise<void> {
    await this.handler(payload, context);
  }
}

export interface VersionHandlers {
  onRegistered: (payload: UserRegistered) => Promise<void>;
  /** Of the type that only the newer version subscribes to. */
  onRead?: ReadHandler;
}

/** A version of user-service, without a database: the older one has no handler for `chat.read.v1`. */
export function startVersion(
  amqpUrl: string,
  { onRegistered, onRead }: VersionHandlers,
  times: Partial<RedeliveryTimes>,
): Promise<Consumer> {
  @Module({
    imports: [HealthModule.register({ host: '127.0.0.1', port: 0 }), RabbitMqModule.register({ url: amqpUrl })],
    controllers: onRead === undefined ? [RegistrationsController] : [RegistrationsController, ReadsController],
    providers: [
      { provide: HANDLER, useValue: onRegistered },
      { provide: READ_HANDLER, useValue: onRead },
    ],
  })
  class VersionModule {}

  return start(VersionModule, 'user-service', times);
}

export async function stopConsumer({ app, connection }: Consumer): Promise<void> {
  await app.close();
  await connection.close();
}

function metricNames(): string[] {
  return metricsRegistry.getMetricsAsArray().map(({ name }) => name);
}

/** What the last app has registered. A process is one app, except in tests. */
let ownMetrics: string[] = [];

async function start(module: Type, service: DurableConsumer, times: Partial<RedeliveryTimes>): Promise<Consumer> {
  ownMetrics.forEach((name) => metricsRegistry.removeSingleMetric(name));
  const others = new Set(metricNames());
  const app = await NestFactory.create(module, new FastifyAdapter(), { logger: ['fatal'], abortOnError: false });
  const connection = app.get(RabbitMqConnection);
  const strategy = new RabbitMqStrategy(connection, service, { ...REDELIVERY_TIMES, ...times });
  app.useGlobalFilters(new DomainExceptionFilter());
  app.connectMicroservice({ strategy }, { inheritAppConfig: true });
  await app.init();
  await app.startAllMicroservices();
  ownMetrics = metricNames().filter((name) => !others.has(name));
  return { app, connection, strategy };
}
