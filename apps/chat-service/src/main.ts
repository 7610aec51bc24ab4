import { runService } from '@messenger/bootstrap';
import { ChatServiceService } from '@messenger/proto';
import { AppModule } from './app.module.js';
import { config } from './config.js';

runService({ config, module: AppModule, definition: ChatServiceService, consumes: 'chat-service' });
