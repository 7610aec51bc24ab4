import { Module } from '@nestjs/common';
import { LiveModule } from '../live/live.module.js';
import { FeedReceiver } from './feed-receiver.js';

/** What the services say as it happens. */
@Module({ imports: [LiveModule], providers: [FeedReceiver] })
export class FeedModule {}
