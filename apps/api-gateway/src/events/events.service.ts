import { LOGS, type LogName } from '@messenger/events';
import type { ListEventsRequest } from '@messenger/proto';
import { Inject, Injectable } from '@nestjs/common';
import {
  CHAT_CLIENT,
  SUBSCRIBER_CLIENT,
  USER_CLIENT,
  type ChatClient,
  type SubscriberClient,
  type UserClient,
} from '../clients/clients.module.js';
import { ProfilesReader } from '../users/profiles.js';
import { byLog, type Positions } from './event-cursor.js';
import { shownUserId, toEventData } from './event-data.js';
import type { EventView } from './events.views.js';
import { decodeEvent } from './decoded-event.js';
import { mergeLogs, type LogPages, type MergedEvent } from './merge.js';

export interface EventPage {
  events: { view: EventView; positions: Positions }[];
  positions: Positions;
  hasMore: boolean;
}

/** Reads the caller's events from the logs of three services. */
@Injectable()
export class EventsService {
  private readonly clients: Record<LogName, Pick<UserClient, 'listEvents'>>;

  constructor(
    @Inject(USER_CLIENT) user: UserClient,
    @Inject(SUBSCRIBER_CLIENT) subscriber: SubscriberClient,
    @Inject(CHAT_CLIENT) chat: ChatClient,
    private readonly profiles: ProfilesReader,
  ) {
    this.clients = { user, subscriber, chat };
  }

  /** The position of the newest event of each log. */
  async headPositions(): Promise<Positions> {
    const pages = await this.listEvents(() => ({ limit: 1 }));
    return byLog((log) => pages[log].headPosition);
  }

  /** Fails where one of the services does: the cursor would skip that service's events for ever. */
  async read(me: string, after: Positions, limit: number): Promise<EventPage> {
    const pages = await this.listEvents((log) => ({ afterPosition: after[log], limit }));
    const { events, ...page } = mergeLogs(pages, after, limit);
    return { events: await this.toViews(me, events), ...page };
  }

  private async listEvents(request: (log: LogName) => ListEventsRequest): Promise<LogPages> {
    const pages = await Promise.all(LOGS.map((log) => this.clients[log].listEvents(request(log))));
    return Object.fromEntries(LOGS.map((log, index) => [log, pages[index]])) as LogPages;
  }

  /** Skips events of types that only a newer version knows. */
  private async toViews(me: string, events: MergedEvent[]): Promise<EventPage['events']> {
    const known = events.flatMap(({ event: { id, time, ...event }, positions }) => {
      const decoded = decodeEvent(event);
      return decoded === undefined ? [] : [{ id, time, decoded, positions }];
    });
    const profileOf = await this.profiles.read(known.flatMap(({ decoded }) => shownUserId(decoded, me) ?? []));
    return known.map(({ id, time, decoded, positions }) => {
      const data = toEventData(decoded, me, profileOf);
      return { view: { id, type: decoded.type, time, data } as EventView, positions };
    });
  }
}
