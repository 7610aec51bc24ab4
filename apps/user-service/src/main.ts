import { runService } from '@messenger/bootstrap';
import { EventLogServiceService, UserServiceService } from '@messenger/proto';
import { AppModule } from './app.module.js';
import { config } from './config.js';

runService({
  config,
  module: AppModule,
  definitions: [UserServiceService, EventLogServiceService],
  consumes: 'user-service',
});
