import { randomFillSync, randomUUID } from 'node:crypto';

const TRACEPARENT = /^00-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}$/;
const REQUEST_ID = /^[\w.-]{1,64}$/;

const TRACE_ID_DIGITS = 32;
/** Of the ids of a trace and a span. */
const IDS_BYTES = 24;
/** Random bytes, drawn many at once. */
const pool = Buffer.alloc(128 * IDS_BYTES);
let used = pool.length;

/** A traceparent of our own where the received one is missing or malformed (https://www.w3.org/TR/trace-context/). */
export function traceparentOr(received: string | undefined): string {
  if (isTraceparent(received)) return received;
  const digits = randomDigits();
  return `00-${digits.slice(0, TRACE_ID_DIGITS)}-${digits.slice(TRACE_ID_DIGITS)}-01`;
}

export function isTraceparent(received: string | undefined): received is string {
  return received !== undefined && TRACEPARENT.test(received);
}

function randomDigits(): string {
  if (used === pool.length) randomFillSync(pool);
  const start = used % pool.length;
  used = start + IDS_BYTES;
  return pool.toString('hex', start, used);
}

/** A request id of our own where the received one is missing or not plain: it goes into logs and headers. */
export function requestIdOr(received: string | undefined): string {
  return received !== undefined && REQUEST_ID.test(received) ? received : randomUUID();
}
