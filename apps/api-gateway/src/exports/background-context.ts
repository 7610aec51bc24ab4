import { requestContext, requestIdOr, traceparentOr, type RequestContext } from '@messenger/logging';

/** The running request's context for what goes on after its answer: in its name, without its time limit and its span. */
export function backgroundContext(): RequestContext {
  const { requestId, traceparent, accessToken, userId, clientIp, userAgent } = requestContext.getStore() ?? {};
  const ids = { requestId: requestIdOr(requestId), traceparent: traceparentOr(traceparent) };
  return { ...ids, accessToken, userId, clientIp, userAgent };
}
