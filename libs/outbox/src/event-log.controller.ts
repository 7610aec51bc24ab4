import { CurrentCaller, type Caller } from '@messenger/authentication';
import { ListEventsDto } from '@messenger/dto';
import { Database } from '@messenger/database';
import { GrpcController, type RpcHandlers } from '@messenger/grpc';
import {
  EventLogServiceService,
  type EventLogService,
  type ListEventsResponse,
  type LoggedEvent,
} from '@messenger/proto';
import { Inject, Optional } from '@nestjs/common';
import { readEventLog, type LoggedEventRow } from './event-log.repository.js';
import { PAYLOAD_READER, type PayloadReader } from './payload-reader.js';

const DEFAULT_LIMIT = 20;

@GrpcController(EventLogServiceService)
export class EventLogController implements RpcHandlers<EventLogService> {
  constructor(
    private readonly database: Database,
    @Optional() @Inject(PAYLOAD_READER) private readonly payloads?: PayloadReader,
  ) {}

  async listEvents(
    { afterPosition, limit = DEFAULT_LIMIT }: ListEventsDto,
    @CurrentCaller() { userId }: Caller,
  ): Promise<ListEventsResponse> {
    const { events, head, expired } = await readEventLog(this.database, userId, afterPosition, limit + 1);
    const page = events.slice(0, limit);
    const filled = this.payloads === undefined ? page : await this.payloads.read(this.database, page);
    return {
      events: filled.map(toLoggedEvent),
      hasMore: events.length > limit,
      headPosition: head,
      expired,
    };
  }
}

function toLoggedEvent({ id, type, time, position, payload }: LoggedEventRow): LoggedEvent {
  return { id, type, time, position, payload: Buffer.from(payload) };
}
