import { isEventType, type FeedEvent } from '@messenger/events';
import { requestContext, requestIdOr } from '@messenger/logging';
import { attributesOf, FEED_EXCHANGE } from '@messenger/rabbitmq';
import { follow } from '@messenger/tracing';

/** Handles an event of the feed in its trace, where that is sampled. */
export function inFeedSpan({ id, type, requestId, traceparent }: FeedEvent, work: () => void): void {
  const attributes = attributesOf('process', 'process', FEED_EXCHANGE, id, isEventType(type) ? type : 'other');
  const { span, ...traced } = follow(
    `process ${FEED_EXCHANGE}`,
    { kind: 'consumer', attributes },
    traceparent ?? undefined,
  );
  if (span === undefined) return work();
  requestContext.run({ requestId: requestIdOr(requestId ?? undefined), ...traced, span }, work);
  span.end();
}
