import { UnavailableError } from '@messenger/errors';

/**
 * Queues a call that must begin in time. One that has not is refused then, and does not begin later.
 *
 * @param queue runs a work at once or when its turn comes
 * @throws UnavailableError where the time is over: nothing has been done
 */
export function beginWithin<T>(
  ms: number,
  queue: (work: () => Promise<T>) => Promise<T>,
  call: () => Promise<T>,
): Promise<T> {
  if (ms <= 0) return Promise.reject(waitedTooLong());
  return new Promise((resolve, reject) => {
    let state: 'waiting' | 'begun' | 'expired' = 'waiting';
    let timer: NodeJS.Timeout | undefined;
    const work = (): Promise<T> => {
      if (state === 'expired') return Promise.reject(waitedTooLong());
      state = 'begun';
      clearTimeout(timer);
      return call();
    };
    const expire = (): void => {
      state = 'expired';
      reject(waitedTooLong());
    };
    queue(work).then(resolve, reject);
    if ((state as string) === 'waiting') timer = setTimeout(expire, ms);
  });
}

function waitedTooLong(): UnavailableError {
  return new UnavailableError('Too many calls wait for their turn');
}
