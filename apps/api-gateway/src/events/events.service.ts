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
} from '../services/services.module.js';
import { ProfilesReader } from '../users/profiles.js';
import { byLog, type Positions } from './event-cursor.js';
import { personShownBy, toEventData } from './event-data.js';
import type { EventView } from './events.views.js';
import { decodeEvent } from './logged-event.js';
import { mergeLogs, type Step, type Stretches } from './merge.js';

export interface EventPage {
  events: { view: EventView; positions: Positions }[];
  positions: Positions;
  hasMore: boolean;
}

/** What has happened to the caller, from the logs of three services. */
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

  /** Where the logs end now. */
  async now(): Promise<Positions> {
    const stretches = await this.ask(() => ({ limit: 1 }));
    return byLog((log) => stretches[log].headPosition);
  }

  /** A service that does not answer fails the whole: what it has to tell would be missing for ever. */
  async read(me: string, after: Positions, limit: number): Promise<EventPage> {
    const stretches = await this.ask((log) => ({ afterPosition: after[log], limit }));
    const { steps, ...page } = mergeLogs(stretches, after, limit);
    return { events: await this.show(me, steps), ...page };
  }

  private async ask(request: (log: LogName) => ListEventsRequest): Promise<Stretches> {
    const answers = await Promise.all(LOGS.map((log) => this.clients[log].listEvents(request(log))));
    return Object.fromEntries(LOGS.map((log, index) => [log, answers[index]])) as Stretches;
  }

  /** An event of a type that only a newer version knows is passed over. */
  private async show(me: string, steps: Step[]): Promise<EventPage['events']> {
    const known = steps.flatMap(({ event: { id, time, ...event }, positions }) => {
      const decoded = decodeEvent(event);
      return decoded === undefined ? [] : [{ id, time, decoded, positions }];
    });
    const profileOf = await this.profiles.read(known.flatMap(({ decoded }) => personShownBy(decoded, me) ?? []));
    return known.map(({ id, time, decoded, positions }) => {
      const data = toEventData(decoded, me, profileOf);
      return { view: { id, type: decoded.type, time, data } as EventView, positions };
    });
  }
}
