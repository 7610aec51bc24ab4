import { runService } from '@messenger/bootstrap';
import { SubscriberServiceService } from '@messenger/proto';
import { AppModule } from './app.module.js';
import { config } from './config.js';

runService({ config, module: AppModule, definition: SubscriberServiceService });
