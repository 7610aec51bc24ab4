import { runService } from '@messenger/bootstrap';
import { EventLogServiceService, SubscriberServiceService } from '@messenger/proto';
import { AppModule } from './app.module.js';
import { config } from './config.js';

runService({
  config,
  module: AppModule,
  definitions: [SubscriberServiceService, EventLogServiceService],
  consumes: 'subscriber-service',
});
