import type { EventSource, EventType } from './catalogue.js';
import { publisherOf } from './catalogue.js';
import type { EventEnvelope } from './event-envelope.js';

/** What a service's feed says: the events of one commit, or, without any, how far the log goes. */
export interface FeedMessage {
  source: EventSource;
  /** The log's last position at that moment: that of the last event, where there is one. */
  head: number;
  events: FeedEvent[];
}

/** An event of the feed. */
export interface FeedEvent {
  id: string;
  type: EventType;
  position: number;
  recipientIds: string[];
  requestId: string | null;
  /** Of the span that published it, or of its request where that is not traced. */
  traceparent: string | null;
  /** When it was committed. */
  time: Date;
  payload: object;
}

/** CloudEvents 1.0 in its JSON batch format: https://github.com/cloudevents/spec/blob/v1.0.2/cloudevents/formats/json-format.md#4-json-batch-format */
export const FEED_CONTENT_TYPE = 'application/cloudevents-batch+json';

interface CloudEvent {
  specversion: '1.0';
  id: string;
  source: string;
  type: EventType;
  time: string;
  subject: string;
  position: number;
  recipientids: string;
  requestid?: string;
  traceparent?: string;
  data: object;
}

/** The body of a feed's message. */
export function encodeFeedEvents(events: EventEnvelope[]): Buffer {
  return Buffer.from(JSON.stringify(events.map(toCloudEvent)));
}

/** @throws SyntaxError where the body is no JSON */
export function decodeFeedEvents(body: Buffer): FeedEvent[] {
  return (JSON.parse(body.toString()) as CloudEvent[]).map(
    ({ id, type, position, recipientids, requestid = null, traceparent = null, time, data }) => ({
      id,
      type,
      position,
      recipientIds: recipientids.split(','),
      requestId: requestid,
      traceparent,
      time: new Date(time),
      payload: data,
    }),
  );
}

function toCloudEvent(event: EventEnvelope): CloudEvent {
  const { id, type, time, subject, position, recipientIds, requestId, traceparent, payload } = event;
  return {
    specversion: '1.0',
    id,
    source: `/${publisherOf(type)}`,
    type,
    time: time.toISOString(),
    subject,
    position,
    recipientids: recipientIds.join(','),
    ...(requestId !== null && { requestid: requestId }),
    ...(traceparent !== null && { traceparent }),
    data: payload,
  };
}
