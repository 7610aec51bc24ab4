import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { Caller } from './caller.js';

const callers = new WeakMap<object, Caller>();

/** Remembers who makes the request, or the call. */
export function setCaller(request: object, caller: Caller): void {
  callers.set(request, caller);
}

/** Who makes the request, or the call; nobody where the route is public. */
export function callerOf(request: object): Caller | undefined {
  return callers.get(request);
}

/** The verified caller of an HTTP request or an rpc. Only where the guard has let the caller in. */
export const CurrentCaller = createParamDecorator((_data: undefined, context: ExecutionContext): Caller => {
  const caller = callerOf(requestOf(context));
  if (caller === undefined) throw new Error('A public route has no caller');
  return caller;
});

/** The object that stands for one request: Fastify's request, or the metadata of the call. */
export function requestOf(context: ExecutionContext): object {
  return context.getType() === 'http'
    ? context.switchToHttp().getRequest<object>()
    : context.switchToRpc().getContext<object>();
}
