import { Readiness } from '@messenger/health';
import { Global, Module, type DynamicModule, type OnApplicationBootstrap } from '@nestjs/common';
import { observeConnection } from './rabbitmq.metrics.js';
import { RabbitMqConnection } from './rabbitmq-connection.js';

/** The process's connection to the broker. */
@Global()
@Module({})
export class RabbitMqModule implements OnApplicationBootstrap {
  constructor(
    private readonly connection: RabbitMqConnection,
    private readonly readiness: Readiness,
  ) {}

  static register({ url }: { url: string }): DynamicModule {
    return {
      module: RabbitMqModule,
      providers: [{ provide: RabbitMqConnection, useFactory: () => new RabbitMqConnection(url) }],
      exports: [RabbitMqConnection],
    };
  }

  async onApplicationBootstrap(): Promise<void> {
    // Events wait in the outbox while the broker is away; requests need not.
    this.readiness.register('rabbitmq', 'helpful', () =>
      this.connection.writable
        ? Promise.resolve()
        : Promise.reject(new Error(this.connection.blockedBy ?? 'not connected')),
    );
    observeConnection(this.connection);
    await this.connection.start();
  }
}
