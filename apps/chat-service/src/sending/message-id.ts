import { randomUUID } from 'node:crypto';

const TIME_DIGITS = 12;

/** A UUID of version 7 (RFC 9562) that takes its random digits from one of version 4: Node.js draws those many at once. */
export function newMessageId(): string {
  const time = Date.now().toString(16).padStart(TIME_DIGITS, '0');
  return `${time.slice(0, 8)}-${time.slice(8)}-7${randomUUID().slice(15)}`;
}
