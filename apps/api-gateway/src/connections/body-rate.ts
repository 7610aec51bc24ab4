import type { IncomingMessage } from 'node:http';
import { IDLE_TIMEOUT_MS, MIN_BODY_BYTES_PER_SECOND } from './limits.js';

/** Measures how fast the bodies of one connection come in, one after the other. */
export class BodyRate {
  private request: IncomingMessage | undefined;
  private since = 0;
  private bytesBefore = 0;

  /** Whether the body has come too slowly since it was first asked about. @param bytesRead of the connection */
  isTooSlow(request: IncomingMessage, bytesRead: number, now: number): boolean {
    if (request !== this.request) {
      Object.assign(this, { request, since: now, bytesBefore: bytesRead });
      return false;
    }
    const elapsedMs = now - this.since;
    const bytes = bytesRead - this.bytesBefore;
    return elapsedMs >= IDLE_TIMEOUT_MS && bytes * 1_000 < MIN_BODY_BYTES_PER_SECOND * elapsedMs;
  }
}
