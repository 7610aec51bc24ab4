import { isUnavailable } from '@messenger/errors';
import { ATTEMPT_HEADER, attemptOf } from '@messenger/events';
import type { ConfirmChannel, ConsumeMessage } from 'amqplib';
import { copyTo, headersOfCopy } from './copy-message.js';
import { MalformedEventError, UnknownEventTypeError } from './incoming-event.js';
import type { RedeliveryTimes } from './redelivery-times.js';
import type { ConsumerQueues } from './topology.js';

/** Attempts before an event is dead-lettered. */
export const MAX_ATTEMPTS = 5;
/** When the event was first deferred. Not the event's own time: it may have waited in an outbox for days. */
export const DEFERRED_SINCE_HEADER = 'x-deferred-since';
export const ERROR_HEADER = 'x-error';
const MAX_ERROR_CHARACTERS = 500;

/** What became of an event that was not handled. */
export type FailureOutcome = 'retried' | 'postponed' | 'deferred' | 'dead_lettered';

export interface FailureRoute {
  channel: ConfirmChannel;
  queues: ConsumerQueues;
  times: RedeliveryTimes;
}

/** Copies an event that was not handled to where it belongs; the caller acknowledges it, and the next one flows. */
export async function settleFailure(
  route: FailureRoute,
  message: ConsumeMessage,
  error: Error,
): Promise<FailureOutcome> {
  if (error instanceof UnknownEventTypeError) return deferOrDeadLetter(route, message, error);
  if (error instanceof MalformedEventError) return deadLetter(route, message, error);
  if (isUnavailable(error)) return postpone(route, message);
  return retryOrDeadLetter(route, message, error);
}

async function retryOrDeadLetter(route: FailureRoute, message: ConsumeMessage, error: Error): Promise<FailureOutcome> {
  const attempt = attemptOf(message);
  if (attempt >= MAX_ATTEMPTS) return deadLetter(route, message, error);
  const headers = headersOfCopy(message, { [ATTEMPT_HEADER]: attempt + 1 });
  await copyTo(route.channel, route.queues.retry, message, { headers, expiration: route.times.retryDelayMs });
  return 'retried';
}

/** What it needs has been away for long: it comes back with the attempts that it had. */
async function postpone({ channel, queues, times }: FailureRoute, message: ConsumeMessage): Promise<FailureOutcome> {
  const headers = headersOfCopy(message, { [ATTEMPT_HEADER]: attemptOf(message) });
  await copyTo(channel, queues.retry, message, { headers, expiration: times.retryDelayMs });
  return 'postponed';
}

/**
 * An event that this version does not know goes back for another instance, later.
 *
 * It waits each time as long as it has waited before, within limits: a short while as a release rolls, longer when none
 * comes. Its attempts stay as they are, since no handler has failed.
 */
async function deferOrDeadLetter(
  route: FailureRoute,
  message: ConsumeMessage,
  error: UnknownEventTypeError,
): Promise<FailureOutcome> {
  const { minDeferralMs, maxDeferralMs, maxDeferredAgeMs } = route.times;
  const since = deferredSince(message) ?? new Date();
  const ageMs = Date.now() - since.getTime();
  if (ageMs >= maxDeferredAgeMs) return deadLetter(route, message, new UnknownEventTypeError(error.type, since));
  const headers = headersOfCopy(message, { [DEFERRED_SINCE_HEADER]: since.toISOString() });
  const expiration = Math.min(Math.max(ageMs, minDeferralMs), maxDeferralMs);
  await copyTo(route.channel, route.queues.deferred, message, { headers, expiration });
  return 'deferred';
}

function deferredSince(message: ConsumeMessage): Date | undefined {
  const since = new Date(String(message.properties.headers?.[DEFERRED_SINCE_HEADER]));
  return Number.isNaN(since.getTime()) ? undefined : since;
}

/** The copy stays in the dead-letter queue until somebody replays it. */
async function deadLetter(
  { channel, queues }: FailureRoute,
  message: ConsumeMessage,
  error: Error,
): Promise<FailureOutcome> {
  const text = `${error.name}: ${error.message}`.slice(0, MAX_ERROR_CHARACTERS);
  await copyTo(channel, queues.dead, message, { headers: headersOfCopy(message, { [ERROR_HEADER]: text }) });
  return 'dead_lettered';
}
