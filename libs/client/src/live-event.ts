import type { components } from './gen/openapi.js';

type LoggedEvent = components['schemas']['EventPageView']['events'][number];

type EventFrameOf<Event extends LoggedEvent> = Event extends LoggedEvent
  ? { [Type in Event['type']]: { type: Type; cursor: string; data: Event['data'] } }[Event['type']]
  : never;

/** An event with its `data` as in `GET /v1/events`, and the cursor to resume from once it is processed. */
export type LiveEvent = EventFrameOf<LoggedEvent>;
