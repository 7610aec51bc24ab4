import { runService } from '@messenger/bootstrap';
import { DeadLetterServiceService, EventLogServiceService, SubscriberServiceService } from '@messenger/proto';
import { AppModule } from './app.module.js';
import { config } from './config.js';

runService({
  config,
  module: AppModule,
  definitions: [SubscriberServiceService, DeadLetterServiceService, EventLogServiceService],
  consumes: 'subscriber-service',
});
