import { runService } from '@messenger/bootstrap';
import { AuthServiceService } from '@messenger/proto';
import { AppModule } from './app.module.js';
import { config } from './config.js';

runService({ config, module: AppModule, definitions: [AuthServiceService], consumes: 'auth-service' });
