import type { DurableConsumer } from '@messenger/events';
import { Module, type DynamicModule } from '@nestjs/common';
import { DeadLettersController } from './dead-letters.controller.js';
import { CONSUMER, DeadLettersService } from './dead-letters.service.js';

/** Lets administrators see what a service has given up on, and send it to the service again. */
@Module({})
export class DeadLettersModule {
  static register(consumer: DurableConsumer): DynamicModule {
    return {
      module: DeadLettersModule,
      controllers: [DeadLettersController],
      providers: [{ provide: CONSUMER, useValue: consumer }, DeadLettersService],
    };
  }
}
