import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { Caller } from './caller.js';

const callers = new WeakMap<object, Caller>();

/** Stores the caller of a request or an rpc. */
export function setCaller(request: object, caller: Caller): void {
  callers.set(request, caller);
}

/** The caller of a request or an rpc; undefined where it is public. */
export function callerOf(request: object): Caller | undefined {
  return callers.get(request);
}

/** Injects the caller of an HTTP request or an rpc. @throws Error where it is public */
export const CurrentCaller = createParamDecorator((_data: undefined, context: ExecutionContext): Caller => {
  const caller = callerOf(requestObjectOf(context));
  if (caller === undefined) throw new Error('A public route has no caller');
  return caller;
});

/** The object that identifies a request: Fastify's request, or the metadata of the rpc. */
export function requestObjectOf(context: ExecutionContext): object {
  return context.getType() === 'http'
    ? context.switchToHttp().getRequest<object>()
    : context.switchToRpc().getContext<object>();
}
