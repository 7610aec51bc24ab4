import { UnavailableError } from '@messenger/errors';
import { requestContext } from '@messenger/logging';
import { UserServiceService, type UserService } from '@messenger/proto';
import { freePorts } from '@messenger/stack';
import { startTracing, stopTracing } from '@messenger/tracing';
import { eventually, OtlpSink } from '@messenger/testing';
import { expect, it, onTestFinished } from 'vitest';
import { GrpcChannel } from '../src/index.js';
import { nobody, service, startServer } from './test-service.js';

const ID = '019aa3c0-7a4e-7c3e-8d2b-3f0a5c1e9b42';
const RPC = 'messenger.user.v1.UserService/GetUser';
const PARENT = 'b'.repeat(16);
const CONTEXT = { requestId: '1', traceparent: `00-${'a'.repeat(32)}-${PARENT}-01` };

it('each attempt of a call has a span of its own, and the service is below its attempt', async () => {
  const sink = await OtlpSink.start();
  await startTracing('test', { endpoint: sink.url, sampledRatio: 0, slowMs: 60_000 });
  const [port = 0] = await freePorts(1);
  const server = await startServer(port);
  const channel = new GrpcChannel<UserService>(UserServiceService, `127.0.0.1:${port}`, { name: 'user-service' });
  onTestFinished(async () => {
    channel.close();
    await server.close();
    await stopTracing();
    sink.stop();
  });
  const spans = sink.record();
  let calls = 0;
  service.answer = (id) => (calls++ === 0 ? Promise.reject(new UnavailableError()) : nobody(id));
  await requestContext.run(CONTEXT, () => channel.rpc.getUser({ userId: ID }));

  await eventually(() => expect(spans).toHaveLength(4));
  const attempts = spans.filter(({ kind }) => kind === 'client');
  expect(attempts.map(({ name, parentSpanId, failed }) => [name, parentSpanId, failed])).toEqual([
    [RPC, PARENT, true],
    [RPC, PARENT, false],
  ]);
  const answers = spans.filter(({ kind }) => kind === 'server');
  expect(answers.map(({ parentSpanId }) => parentSpanId)).toEqual(attempts.map(({ spanId }) => spanId));
  expect(answers.map(({ attributes }) => attributes['error.type'])).toEqual(['UNAVAILABLE', undefined]);
});
