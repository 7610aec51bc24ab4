import { runService } from '@messenger/bootstrap';
import { MAX_IMAGE_BYTES } from '@messenger/dto';
import {
  DeadLetterServiceService,
  EventLogServiceService,
  ExportServiceService,
  UserServiceService,
} from '@messenger/proto';
import { AppModule } from './app.module.js';
import { config } from './config.js';

/** SetAvatarRequest: an image and the message around it. */
const MAX_MESSAGE_BYTES = MAX_IMAGE_BYTES + 1_024;

runService({
  config,
  module: AppModule,
  definitions: [UserServiceService, DeadLetterServiceService, EventLogServiceService, ExportServiceService],
  consumes: 'user-service',
  maxMessageBytes: MAX_MESSAGE_BYTES,
});
