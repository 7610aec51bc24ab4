import { runService } from '@messenger/bootstrap';
import { AdminServiceService, AuthServiceService } from '@messenger/proto';
import { AppModule } from './app.module.js';
import { config } from './config.js';

runService({
  config,
  module: AppModule,
  definitions: [AuthServiceService, AdminServiceService],
  consumes: 'auth-service',
});
