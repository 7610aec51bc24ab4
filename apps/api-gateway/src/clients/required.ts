import { InternalError } from '@messenger/errors';

/** Unwraps a message field that every answer of the rpc has; proto3 declares all of them optional. */
export function required<T>(field: T | undefined): T {
  if (field === undefined) throw new InternalError();
  return field;
}
