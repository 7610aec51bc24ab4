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
import { readEventLog, type LoggedEventRow } from './event-log.repository.js';

const DEFAULT_LIMIT = 20;

@GrpcController(EventLogServiceService)
export class EventLogController implements RpcHandlers<EventLogService> {
  constructor(private readonly database: Database) {}

  async listEvents(
    { afterPosition, limit = DEFAULT_LIMIT }: ListEventsDto,
    @CurrentCaller() { userId }: Caller,
  ): Promise<ListEventsResponse> {
    const { events, head, expired } = await readEventLog(this.database, userId, afterPosition, limit + 1);
    return {
      events: events.slice(0, limit).map(toLoggedEvent),
      hasMore: events.length > limit,
      headPosition: head,
      expired,
    };
  }
}

function toLoggedEvent({ id, type, time, position, payload }: LoggedEventRow): LoggedEvent {
  return { id, type, time, position, payload: Buffer.from(payload) };
}
