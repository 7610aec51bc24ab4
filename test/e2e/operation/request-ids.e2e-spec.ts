import { eventually } from '@messenger/testing';
import { randomUUID } from 'node:crypto';
import { describe, expect } from 'vitest';
import { Logs } from '../../support/logs.js';
import { aPerson } from '../../support/people.js';
import { it } from '../../support/stack-test.js';

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

describe('a request id', () => {
  it.beforeEach(({ stack }) => stack.restore());

  it('is in the answer, in the logs of gateway and service, and in those of the consumer of the event', async ({
    stack,
  }) => {
    const { api, logFolder } = stack;
    const [ada, grace] = await Promise.all([aPerson(api), aPerson(api)]);
    const asked = await ada.api.post('/v1/friend-requests', { userId: grace.id });
    const requestId = `story-${randomUUID()}`;
    const path = `/v1/friend-requests/${(asked.body as { id: string }).id}/accept`;
    const accepted = await grace.api.request('POST', path, undefined, { 'x-request-id': requestId });
    expect(accepted.headers.get('x-request-id')).toBe(requestId);

    const logs = new Logs(logFolder);
    await eventually(() => {
      // The gateway consumes the event, too, for whoever is connected.
      expect(logs.messagesOf('api-gateway', requestId).sort()).toEqual([
        'POST /v1/friend-requests/:friendRequestId/accept 200',
        'subscriber.friendship_started.v1 handled',
      ]);
      expect(logs.messagesOf('subscriber-service', requestId)).toContain(
        'messenger.subscriber.v1.SubscriberService/AcceptFriendRequest OK',
      );
      expect(logs.messagesOf('chat-service', requestId)).toContain('subscriber.friendship_started.v1 handled');
    });
    const traceIds = new Set(logs.linesOf('api-gateway', requestId).map(({ traceId }) => traceId));
    expect(traceIds).toEqual(new Set([expect.stringMatching(/^[0-9a-f]{32}$/)]));
  });

  it('is passed on to the services that a service calls', async ({ stack }) => {
    const { api, logFolder } = stack;
    const [ada, grace] = await Promise.all([aPerson(api), aPerson(api)]);
    const requestId = `nested-${randomUUID()}`;
    await ada.api.request('POST', '/v1/friend-requests', { userId: grace.id }, { 'x-request-id': requestId });
    await eventually(() =>
      expect(new Logs(logFolder).messagesOf('user-service', requestId)).toContain(
        'messenger.user.v1.UserService/GetUser OK',
      ),
    );
  });

  it('is a field of a problem, and finds its log lines', async ({ stack }) => {
    const { api, logFolder } = stack;
    const ada = await aPerson(api);
    const problem = await ada.api.get(`/v1/users/${randomUUID()}`);
    const { requestId } = problem.body as { requestId: string };
    expect(problem.status).toBe(404);
    expect(requestId).toMatch(UUID);
    expect(problem.headers.get('x-request-id')).toBe(requestId);
    await eventually(() => {
      expect(new Logs(logFolder).messagesOf('api-gateway', requestId)).toEqual(['GET /v1/users/:userId 404']);
      expect(new Logs(logFolder).messagesOf('user-service', requestId)).toContain(
        'messenger.user.v1.UserService/GetUser NOT_FOUND',
      );
    });
  });

  it.for(['has spaces', 'x'.repeat(65), '<script>', '{"a":1}'])(
    'is replaced where it is malformed: "%s"',
    async (malformed, { stack }) => {
      const { api, logFolder } = stack;
      const answer = await api.request('GET', '/v1/users/me', undefined, { 'x-request-id': malformed });
      expect(answer.headers.get('x-request-id')).toMatch(UUID);
      expect(answer.body).toMatchObject({ requestId: answer.headers.get('x-request-id') });
      for (const [file, text] of new Logs(logFolder).all()) {
        if (file !== 'rabbitmq.log')
          expect(text.includes(`"requestid":${JSON.stringify(malformed)}`), file).toBe(false);
      }
    },
  );
});
