import { runService } from '@messenger/bootstrap';
import { ChatServiceService, EventLogServiceService, ReportServiceService } from '@messenger/proto';
import { AppModule } from './app.module.js';
import { config } from './config.js';

runService({
  config,
  module: AppModule,
  definitions: [ChatServiceService, EventLogServiceService, ReportServiceService],
  consumes: 'chat-service',
});
