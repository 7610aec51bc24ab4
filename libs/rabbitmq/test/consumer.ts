import { DatabaseModule } from '@messenger/database';
import { DomainExceptionFilter } from '@messenger/grpc';
import { HealthModule, metricsRegistry } from '@messenger/health';
import type { ChatRead, UserRegistered } from '@messenger/proto';
import type { TestDatabase } from '@messenger/testing';
import { Controller, Inject, Module, type INestApplication, type Type } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { Ctx, EventPattern, Payload } from '@nestjs/microservices';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import {
  RabbitMqModule,
  EventsModule,
  Inbox,
  RabbitMqConnection,
  RabbitMqStrategy,
  type DurableSubscriber,
  type EventContext,
  type EventType,
} from '../src/index.js';

const HANDLER = Symbol('HANDLER');

export type RegistrationHandler = (payload: UserRegistered, context: EventContext, inbox: Inbox) => Promise<void>;
export type ReadingHandler = (payload: ChatRead, context: EventContext) => Promise<void>;

export interface Consumer {
  app: INestApplication;
  connection: RabbitMqConnection;
  strategy: RabbitMqStrategy;
}

/** A service as ours are: it publishes, and consumes user-service's queue with `handler`. */
export function startConsumer(
  amqpUrl: string,
  { runtimeUrl }: TestDatabase,
  handler: RegistrationHandler,
  retryDelay = 100,
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
      OutboxModule.register({ amqpUrl, consumes: 'user-service' }),
    ],
    controllers: [RegistrationsController],
    providers: [{ provide: HANDLER, useValue: handler }],
  })
  class ServiceModule {}

  return start(ServiceModule, 'user-service', retryDelay);
}

/** A gateway as ours is: no database, a queue of its own. */
export function startGateway(amqpUrl: string, handler: ReadingHandler): Promise<Consumer> {
  @Controller()
  class ReadingsController {
    constructor(@Inject(HANDLER) private readonly handler: ReadingHandler) {}

    @EventPattern<EventType>('chat.read.v1')
    async read(@Payload() payload: ChatRead, @Ctx() context: EventContext): Promise<void> {
      await this.handler(payload, context);
    }
  }

  @Module({
    imports: [HealthModule.register({ host: '127.0.0.1', port: 0 }), RabbitMqModule.register({ amqpUrl })],
    controllers: [ReadingsController],
    providers: [{ provide: HANDLER, useValue: handler }],
  })
  class GatewayModule {}

  return start(GatewayModule);
}

async function start(module: Type, service?: DurableSubscriber, retryDelay?: number): Promise<Consumer> {
  // One process is one app, but for here.
  metricsRegistry.clear();
  const app = await NestFactory.create(module, new FastifyAdapter(), { logger: ['fatal'], abortOnError: false });
  const connection = app.get(RabbitMqConnection);
  const strategy = new RabbitMqStrategy(connection, service, retryDelay);
  app.useGlobalFilters(new DomainExceptionFilter());
  app.connectMicroservice({ strategy }, { inheritAppConfig: true });
  await app.init();
  await app.startAllMicroservices();
  return { app, connection, strategy };
}
