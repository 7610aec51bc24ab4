import { CurrentCaller, type Caller } from '@messenger/authentication';
import { ListEventsDto } from '@messenger/dto';
import { readEventLog, Transactions, type LoggedEventRow } from '@messenger/events';
import { GrpcController, type RpcHandlers } from '@messenger/grpc';
import {
  EventLogServiceService,
  type EventLogService,
  type ListEventsResponse,
  type LoggedEvent,
} from '@messenger/proto';

const DEFAULT_LIMIT = 20;

@GrpcController(EventLogServiceService)
export class EventLogController implements RpcHandlers<EventLogService> {
  constructor(private readonly transactions: Transactions) {}

  async listEvents(
    { afterPosition, limit = DEFAULT_LIMIT }: ListEventsDto,
    @CurrentCaller() { userId }: Caller,
  ): Promise<ListEventsResponse> {
    const { events, head, oldest } = await readEventLog(this.transactions, userId, afterPosition, limit + 1);
    return {
      events: events.slice(0, limit).map(toLoggedEvent),
      hasMore: events.length > limit,
      headPosition: head,
      expired: afterPosition !== undefined && afterPosition < oldest - 1,
    };
  }
}

function toLoggedEvent({ id, type, time, position, payload }: LoggedEventRow): LoggedEvent {
  return { id, type, time, position: Number(position), payload: Buffer.from(payload) };
}
