import type { components } from './gen/openapi.js';

type LoggedEvent = components['schemas']['EventPageView']['events'][number];

type EventFrameOf<Event extends LoggedEvent> = Event extends LoggedEvent
  ? { [Type in Event['type']]: { type: Type; cursor: string; data: Event['data'] } }[Event['type']]
  : never;

/** What has happened: `data` by `type` as in `GET /v1/events`, and the cursor to resume by once it is dealt with. */
export type LiveEvent = EventFrameOf<LoggedEvent>;
