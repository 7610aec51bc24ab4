import { randomBytes, randomUUID } from 'node:crypto';

const TRACEPARENT = /^00-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}$/;
const REQUEST_ID = /^[\w.-]{1,64}$/;

/** A traceparent of our own where the given one is missing or malformed (https://www.w3.org/TR/trace-context/). */
export function traceparentOr(given: string | undefined): string {
  if (given !== undefined && TRACEPARENT.test(given)) return given;
  return `00-${randomBytes(16).toString('hex')}-${randomBytes(8).toString('hex')}-01`;
}

/** A request id of our own where the given one is missing or not plain: it goes into logs and headers. */
export function requestIdOr(given: string | undefined): string {
  return given !== undefined && REQUEST_ID.test(given) ? given : randomUUID();
}
