import { Server, ServerCredentials, type sendUnaryData, type ServerUnaryCall } from '@grpc/grpc-js';
import { UserServiceService, type GetUserRequest, type GetUserResponse } from '@messenger/proto';
import { eventually } from '@messenger/testing';
import { describe, expect } from 'vitest';
import { anAdminOf } from '../support/administrators.js';
import { it } from '../support/stack-test.js';

/** A user-service of a version that has only one of today's rpcs. */
async function startOlderService(address: string): Promise<Server> {
  const server = new Server();
  const getUser = (
    { request: { userId: id } }: ServerUnaryCall<GetUserRequest, GetUserResponse>,
    answer: sendUnaryData<GetUserResponse>,
  ): void => answer(null, { user: { id, nickname: 'ada', createdAt: new Date(0) } });
  server.addService({ getUser: UserServiceService.getUser }, { getUser });
  await new Promise<void>((resolve, reject) => {
    server.bindAsync(address, ServerCredentials.createInsecure(), (error) => (error ? reject(error) : resolve()));
  });
  return server;
}

describe('an older service', () => {
  it.beforeEach(({ stack }) => stack.restore());

  it('answers 503 and says why to a call that it does not know, and the others as ever', async ({ stack }) => {
    const ada = await anAdminOf(stack);
    const service = stack.apps['user-service'];
    await service.stop();
    const older = await startOlderService(`127.0.0.1:${service.env.GRPC_PORT}`);
    try {
      await eventually(async () => {
        expect(await ada.api.get(`/v1/users/${ada.id}`)).toMatchObject({ status: 200, body: { nickname: 'ada' } });
      });
      const answer = await ada.api.get('/v1/users?query=ada');
      expect(answer.headers.get('content-type')).toContain('application/problem+json');
      expect(answer.body).toMatchObject({
        status: 503,
        reason: 'UNAVAILABLE',
        detail: 'The service that answers this does not know the call yet: try again later.',
      });
      // Of what each service has a part the others still answer.
      const letters = await ada.api.get('/v1/admin/dead-letters');
      expect([letters.status, letters.body.unavailable]).toEqual([200, ['user-service']]);
      const replayed = await ada.api.post('/v1/admin/dead-letters/replay', {});
      expect([replayed.status, replayed.body]).toEqual([200, { replayed: 0, unavailable: ['user-service'] }]);
    } finally {
      older.forceShutdown();
    }
    await service.start();
    await eventually(async () => expect((await ada.api.get('/v1/users?query=ada')).status).toBe(200));
  });
});
