import { Module, type DynamicModule, type ModuleMetadata } from '@nestjs/common';
import { EventLogController } from './event-log.controller.js';

export interface EventLogOptions {
  /** Modules of which one exports PAYLOAD_READER, where rows of the log only refer to what their events are about. */
  imports?: NonNullable<ModuleMetadata['imports']>;
}

/** Lets a service's people read its outbox as their log. Needs INDEX_EVENT_LOG among its migrations. */
@Module({})
export class EventLogModule {
  static register({ imports = [] }: EventLogOptions = {}): DynamicModule {
    return { module: EventLogModule, imports, controllers: [EventLogController] };
  }
}
