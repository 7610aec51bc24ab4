import { UnavailableError } from '@messenger/errors';
import { ConsumerLag } from '@messenger/rabbitmq';
import { Logger } from '@nestjs/common';
import { beforeAll, describe, expect, it } from 'vitest';
import { FriendshipCheckService } from './friendship-check.service.js';

interface Given {
  writable?: boolean;
  /** How long the first of the waiting events has waited. */
  waitingMs?: number;
  deadLetters?: number;
  answer?: boolean;
}

function aService({ writable = true, waitingMs, deadLetters = 0, answer }: Given) {
  const lag = new ConsumerLag(() => waitingMs && Date.now() - waitingMs);
  lag.deadLetters = deadLetters;
  const asked: string[] = [];
  const checkFriendship = ({ userId }: { userId: string }) => {
    asked.push(userId);
    return answer === undefined ? Promise.reject(new UnavailableError()) : Promise.resolve({ friends: answer });
  };
  return { service: new FriendshipCheckService({ writable, lag }, { checkFriendship }), asked };
}

describe('FriendshipCheckService', () => {
  beforeAll(() => Logger.overrideLogger(false));

  it('trusts a yes of the projection while events reach it, though one may have waited for a moment', async () => {
    const { service, asked } = aService({ answer: false, waitingMs: 500 });
    expect(await service.between('grace', true)).toBe('friends');
    expect(asked).toEqual([]);
  });

  it.each([
    { because: 'the projection says no', projected: false },
    { because: 'events would not reach it', projected: true, writable: false },
    { because: 'an event waits for the database', projected: true, waitingMs: 10_000 },
    { because: 'an event is a dead letter', projected: true, deadLetters: 1 },
  ])('asks subscriber-service where $because', async ({ projected, because: _because, ...projection }) => {
    expect(await aService({ ...projection, answer: true }).service.between('grace', projected)).toBe('friends');
    expect(await aService({ ...projection, answer: false }).service.between('grace', projected)).toBe('strangers');
    expect(await aService(projection).service.between('grace', projected)).toBe('unknown');
  });
});
