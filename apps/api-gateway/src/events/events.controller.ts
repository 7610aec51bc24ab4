import { CurrentCaller, type Caller } from '@messenger/authentication';
import { ReadEventsDto } from '@messenger/dto';
import { Controller, Get, Query } from '@nestjs/common';
import { ApiBearerAuth, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { ApiProblems } from '../openapi/api-problems.decorator.js';
import { decodeCursor, encodeCursor } from './event-cursor.js';
import { EventsService } from './events.service.js';
import { EventPageView } from './events.views.js';

const DEFAULT_LIMIT = 20;

@ApiTags('Events')
@ApiBearerAuth()
@Controller('v1/events')
export class EventsController {
  constructor(private readonly events: EventsService) {}

  @Get()
  @ApiOperation({
    summary: 'Read what has happened to me',
    description:
      'Messages, edits, deletes, reads, requests, friendships and my profile, from the cursor on. Without a cursor: no events, and where now is. So take a cursor, read what you show, then follow. Events are kept for 30 days. The same events come live by `GET /v1/ws`.',
  })
  @ApiOkResponse({ type: EventPageView })
  @ApiProblems({ 410: ['CURSOR_EXPIRED'] })
  async readEvents(
    @Query() { cursor, limit = DEFAULT_LIMIT }: ReadEventsDto,
    @CurrentCaller() { userId }: Caller,
  ): Promise<EventPageView> {
    if (cursor === undefined)
      return { events: [], nextCursor: encodeCursor(await this.events.headPositions()), hasMore: false };
    const { events, positions, hasMore } = await this.events.read(userId, decodeCursor(cursor), limit);
    return { events: events.map(({ view }) => view), nextCursor: encodeCursor(positions), hasMore };
  }
}
