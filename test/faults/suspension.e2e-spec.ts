import { eventually } from '@messenger/testing';
import { describe, expect, onTestFinished } from 'vitest';
import { anAdminOf } from '../support/administrators.js';
import { LiveDevice } from '../support/live-device.js';
import { aPerson, refusal } from '../support/people.js';
import { it } from '../support/stack-test.js';
import type { TestStack } from '../support/test-stack.js';

const OUTAGES: [what: string, begin: (stack: TestStack) => Promise<void>][] = [
  ['is away', (stack) => stack.rabbitmq.stop()],
  ['hangs', freezeBroker],
];

async function freezeBroker(stack: TestStack): Promise<void> {
  const { pid = 0 } = stack.rabbitmq;
  onTestFinished(() => void process.kill(pid, 'SIGCONT'));
  process.kill(pid, 'SIGSTOP');
  await Promise.resolve();
}

describe('a suspension', () => {
  it.beforeEach(({ stack }) => stack.restore());

  for (const [what, begin] of OUTAGES) {
    it(`ends requests, sockets and refreshes also while the broker ${what}`, async ({ stack }) => {
      const [admin, member] = await Promise.all([anAdminOf(stack), aPerson(stack.api)]);
      const device = await LiveDevice.live(stack.api.url, member.accessToken);
      await begin(stack);
      const suspended = await admin.api.put(`/v1/admin/accounts/${member.id}/suspension`, { reason: 'a test' });
      expect(suspended.status).toBe(204);
      await eventually(() => expect(device.closed?.code).toBe(4401));
      expect(refusal(await member.api.get('/v1/users/me'))).toEqual([401, 'SESSION_REVOKED']);
      const refreshed = await stack.api.post('/v1/auth/refresh', { refreshToken: member.refreshToken });
      expect(refreshed.status).toBe(401);
    });
  }
});
