import { AsyncLocalStorage } from 'node:async_hooks';
import type { Span } from '@opentelemetry/api';

/** What belongs to one request, from HTTP through gRPC into events and their consumers. */
export interface RequestContext {
  requestId: string;
  /** W3C Trace Context, level 1. */
  traceparent: string;
  /** Records the part of the request that runs here; absent where nobody traces it. */
  span?: Span | undefined;
  /** The caller's access token, passed on to the services that this request needs. */
  accessToken?: string | undefined;
  /** Whose token it is, in the gateway alone: bounded resources are shared by user. */
  userId?: string | undefined;
  /** The device's own name and address, as the gateway saw them: shown in the list of sessions, never trusted. */
  userAgent?: string | undefined;
  clientIp?: string | undefined;
  /** When the gateway had the request whole, by the monotonic clock of `performance.now()`. */
  arrivedAtMs?: number;
  /** How long its calls may take from then on, all together. */
  budgetMs?: number;
  /** In a service: when its caller gives up, by the same clock. */
  endsAtMs?: number | undefined;
}

/** The request that the running code belongs to. */
export const requestContext = new AsyncLocalStorage<RequestContext>();
