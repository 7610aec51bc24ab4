import { ValidationFailedError } from '@messenger/errors';

/** @throws ValidationFailedError naming `userId` */
export function refuseOneself(me: string, userId: string): void {
  if (me === userId) throw new ValidationFailedError([{ field: 'userId', message: 'userId must be somebody else' }]);
}
