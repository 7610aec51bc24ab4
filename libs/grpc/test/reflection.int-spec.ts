import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { Server, ServerCredentials, type sendUnaryData } from '@grpc/grpc-js';
import { UserServiceService, type GetUserResponse } from '@messenger/proto';
import { afterEach, expect, it } from 'vitest';
import { grpcServerOptions } from '../src/index.js';

const USER = { id: '019aa3c0-7a4e-7c3e-8d2b-3f0a5c1e9b42', nickname: 'ada', createdAt: new Date(0) };

let server: Server;

afterEach(() => server.forceShutdown());

/** @returns its port */
async function aServer(reflection: boolean): Promise<number> {
  const { options } = grpcServerOptions({ definitions: [UserServiceService], host: '', port: 0, reflection });
  server = new Server();
  options.onLoadPackageDefinition?.({}, server);
  const getUser = (_call: unknown, answer: sendUnaryData<GetUserResponse>) => answer(null, { user: USER });
  server.addService({ getUser: UserServiceService.getUser }, { getUser });
  return promisify(server.bindAsync.bind(server))('127.0.0.1:0', ServerCredentials.createInsecure());
}

/** Knows nothing of the contract except by reflection. */
async function bufCurl(port: number): Promise<unknown> {
  const url = `http://127.0.0.1:${port}/messenger.user.v1.UserService/GetUser`;
  const args = ['curl', '--protocol', 'grpc', '--http2-prior-knowledge', '--data', `{"userId":"${USER.id}"}`, url];
  const { stdout } = await promisify(execFile)('node_modules/.bin/buf', args);
  return JSON.parse(stdout);
}

it('reflection gives a client all that it needs to call', async () => {
  const port = await aServer(true);
  expect(await bufCurl(port)).toEqual({ user: { ...USER, createdAt: '1970-01-01T00:00:00Z' } });
});

it('without reflection, as in production, a client learns nothing', async () => {
  const port = await aServer(false);
  await expect(bufCurl(port)).rejects.toThrow('failed to find service');
});
