import { runService } from '@messenger/bootstrap';
import {
  ChatServiceService,
  DeadLetterServiceService,
  EventLogServiceService,
  ReportServiceService,
} from '@messenger/proto';
import { AppModule } from './app.module.js';
import { config } from './config.js';

runService({
  config,
  module: AppModule,
  definitions: [ChatServiceService, DeadLetterServiceService, EventLogServiceService, ReportServiceService],
  consumes: 'chat-service',
});
