import { InternalError } from '@messenger/errors';

/** The message that an answer always has: proto3 cannot say so. */
export function given<T>(message: T | undefined): T {
  if (message === undefined) throw new InternalError();
  return message;
}
