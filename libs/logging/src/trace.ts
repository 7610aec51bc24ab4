import { randomUUID } from 'node:crypto';

const TRACEPARENT = /^00-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}$/;
const REQUEST_ID = /^[\w.-]{1,64}$/;

/** A traceparent of our own where the received one is missing or malformed (https://www.w3.org/TR/trace-context/). */
export function traceparentOr(received: string | undefined): string {
  if (isTraceparent(received)) return received;
  return `00-${randomHex()}-${randomHex().slice(16)}-01`;
}

export function isTraceparent(received: string | undefined): received is string {
  return received !== undefined && TRACEPARENT.test(received);
}

/** 32 digits, of a UUID: Node.js draws those from a pool of random bytes, many at once. */
function randomHex(): string {
  return randomUUID().replaceAll('-', '');
}

/** A request id of our own where the received one is missing or not plain: it goes into logs and headers. */
export function requestIdOr(received: string | undefined): string {
  return received !== undefined && REQUEST_ID.test(received) ? received : randomUUID();
}
