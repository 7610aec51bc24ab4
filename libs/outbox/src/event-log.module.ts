import { Module } from '@nestjs/common';
import { EventLogController } from './event-log.controller.js';

/** Lets a service's people read its outbox as their log. Needs INDEX_EVENT_LOG among its migrations. */
@Module({ controllers: [EventLogController] })
export class EventLogModule {}
