import { Metadata } from '@grpc/grpc-js';
import { requestIdOr, traceparentOr, type RequestContext } from '@messenger/logging';

/** A longer one could pass the server's limit on metadata. */
const MAX_USER_AGENT_CHARACTERS = 512;

const BEARER = /^Bearer (\S+)$/i;

/** The metadata that carry the request's context to the next service. */
export function metadataOf(context: RequestContext | undefined): Metadata {
  const metadata = new Metadata();
  if (context === undefined) return metadata;
  metadata.set('x-request-id', context.requestId);
  metadata.set('traceparent', context.traceparent);
  if (context.accessToken !== undefined) metadata.set('authorization', `Bearer ${context.accessToken}`);
  if (context.clientIp !== undefined) metadata.set('x-client-ip', context.clientIp);
  if (context.userAgent !== undefined) {
    metadata.set('x-client-user-agent', encodeURIComponent(context.userAgent.slice(0, MAX_USER_AGENT_CHARACTERS)));
  }
  return metadata;
}

/** The request's context from the caller's metadata. */
export function contextOf(metadata: Metadata): RequestContext {
  const userAgent = first(metadata, 'x-client-user-agent');
  return {
    requestId: requestIdOr(first(metadata, 'x-request-id')),
    traceparent: traceparentOr(first(metadata, 'traceparent')),
    accessToken: BEARER.exec(first(metadata, 'authorization') ?? '')?.[1],
    clientIp: first(metadata, 'x-client-ip'),
    userAgent: userAgent === undefined ? undefined : decodeUserAgent(userAgent),
  };
}

/** As the caller has sent it. */
export function traceparentIn(metadata: Metadata): string | undefined {
  return first(metadata, 'traceparent');
}

function first(metadata: Metadata, key: string): string | undefined {
  const value = metadata.get(key)[0];
  return typeof value === 'string' ? value : undefined;
}

function decodeUserAgent(encoded: string): string | undefined {
  try {
    return decodeURIComponent(encoded);
  } catch {
    return undefined;
  }
}
