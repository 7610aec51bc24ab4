import { UnavailableError } from '@messenger/errors';
import { Logger } from '@nestjs/common';
import { beforeAll, describe, expect, it } from 'vitest';
import { FriendshipCheckService } from './friendship-check.service.js';

function aService({ connected = true, answer }: { connected?: boolean; answer?: boolean }) {
  const asked: string[] = [];
  const checkFriendship = ({ userId }: { userId: string }) => {
    asked.push(userId);
    return answer === undefined ? Promise.reject(new UnavailableError()) : Promise.resolve({ friends: answer });
  };
  return { service: new FriendshipCheckService({ connected }, { checkFriendship }), asked };
}

describe('FriendshipCheckService', () => {
  beforeAll(() => Logger.overrideLogger(false));

  it('trusts a yes of the projection while the broker is connected', async () => {
    const { service, asked } = aService({ answer: false });
    expect(await service.between('grace', true)).toBe('friends');
    expect(asked).toEqual([]);
  });

  it.each([
    { because: 'the projection says no', projected: false, connected: true },
    { because: 'events would not reach it', projected: true, connected: false },
  ])('asks subscriber-service where $because', async ({ projected, connected }) => {
    expect(await aService({ connected, answer: true }).service.between('grace', projected)).toBe('friends');
    expect(await aService({ connected, answer: false }).service.between('grace', projected)).toBe('strangers');
    expect(await aService({ connected }).service.between('grace', projected)).toBe('unknown');
  });
});
