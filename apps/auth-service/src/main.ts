import { runService } from '@messenger/bootstrap';
import { AdminServiceService, AuthServiceService, DeadLetterServiceService } from '@messenger/proto';
import { AppModule } from './app.module.js';
import { config } from './config.js';

runService({
  config,
  module: AppModule,
  definitions: [AuthServiceService, DeadLetterServiceService, AdminServiceService],
  consumes: 'auth-service',
});
