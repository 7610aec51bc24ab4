import { randomUUID } from 'node:crypto';
import { credentials, makeClientConstructor, Metadata, status as Status, type ServiceError } from '@grpc/grpc-js';
import { DatabaseUnavailableError } from '@messenger/database';
import {
  DeadlineExceededError,
  DomainError,
  InternalError,
  RateLimitedError,
  UnavailableError,
  type ErrorCode,
  type ErrorReason,
} from '@messenger/errors';
import { requestContext, traceparentOr, type RequestContext } from '@messenger/logging';
import { UserServiceService, type Complete, type GetUserResponse, type User, type UserService } from '@messenger/proto';
import { freePorts } from '@messenger/stack';
import type { INestApplication } from '@nestjs/common';
import { service as healthDefinition } from 'grpc-health-check';
import { QueryFailedError } from 'typeorm';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { GrpcChannel } from '../src/index.js';
import { nobody, service, startServer, type Answer } from './test-service.js';

/** Optional fields may be left out: these tests are not about them. */
const aResponse = (user: User) => ({ user }) as Complete<GetUserResponse>;

const ID = '019aa3c0-7a4e-7c3e-8d2b-3f0a5c1e9b42';

describe('a call', () => {
  let port: number;
  /** Of a server that comes and goes. */
  let elsewhere: number;
  let server: INestApplication;
  let channel: GrpcChannel<UserService>;

  beforeAll(async () => {
    [port = 0, elsewhere = 0] = await freePorts(2);
    server = await startServer(port);
  });
  beforeEach(() => {
    service.answer = nobody;
    channel = new GrpcChannel<UserService>(UserServiceService, `127.0.0.1:${port}`);
  });
  afterEach(() => channel.close());
  afterAll(() => server.close());

  const failureOf = (promise: Promise<unknown>): Promise<DomainError> =>
    promise.then(
      () => {
        throw new Error('It did not fail');
      },
      (error: unknown) => error as DomainError,
    );
  const getUser = (): Promise<GetUserResponse> => channel.rpc.getUser({ userId: ID });

  /** The status on the wire, as a client of any kind sees it. */
  function rawStatus(): Promise<ServiceError> {
    const Client = makeClientConstructor(UserServiceService, 'raw');
    const client = new Client(`127.0.0.1:${port}`, credentials.createInsecure());
    return new Promise((resolve) => {
      const done = (error: ServiceError): void => {
        client.close();
        resolve(error);
      };
      (client as unknown as Record<string, (...args: unknown[]) => void>).getUser?.(
        { userId: ID },
        new Metadata(),
        done,
      );
    });
  }

  it('brings the answer, dates and absent fields too', async () => {
    const createdAt = new Date('2026-11-22T13:49:42.123Z');
    const response = aResponse({ id: ID, nickname: 'ada', about: '🚀', avatarUrl: undefined, createdAt });
    service.answer = () => Promise.resolve(response);
    expect(await getUser()).toEqual(response);
  });

  it.each<ErrorCode>([
    'INVALID_ARGUMENT',
    'UNAUTHENTICATED',
    'PERMISSION_DENIED',
    'NOT_FOUND',
    'ALREADY_EXISTS',
    'FAILED_PRECONDITION',
    'RESOURCE_EXHAUSTED',
    'UNAVAILABLE',
    'DEADLINE_EXCEEDED',
    'INTERNAL',
  ])('fails with the very domain error that the service threw: %s', async (code) => {
    const fields = [{ field: 'a.b', message: 'ist zu groß 🚀' }];
    const unknown = { code, reason: 'SOME_REASON' } as unknown as ErrorReason;
    const thrown = new DomainError(unknown, 'Größe: 100 % 🚀\nand a line', { fields, retryAfter: 7 });
    service.answer = () => Promise.reject(thrown);
    const failure = await failureOf(getUser());
    expect(failure).toBeInstanceOf(DomainError);
    expect(failure).toMatchObject({ code, reason: 'SOME_REASON', message: thrown.message, details: thrown.details });
  });

  it('fails with the fields that the service refuses', async () => {
    const failure = await failureOf(channel.rpc.getUser({ userId: 'ada' }));
    expect(failure).toMatchObject({
      code: 'INVALID_ARGUMENT',
      reason: 'VALIDATION_FAILED',
      details: { fields: [{ field: 'userId' }] },
    });
  });

  it('fails with the seconds to wait', async () => {
    service.answer = () => Promise.reject(new RateLimitedError(42));
    expect(await failureOf(getUser())).toMatchObject({ reason: 'RATE_LIMITED', details: { retryAfter: 42 } });
  });

  it.each([
    ['fails', () => Promise.reject(new TypeError('the secret'))],
    ['fails in SQL', () => Promise.reject(new QueryFailedError('the secret', ['the secret'], new Error('the secret')))],
    ['throws what looks like a status', () => Promise.reject(Object.assign(new Error('the secret'), { code: 5 }))],
  ] as [string, Answer][])('hides an unexpected error, where the handler %s', async (_how, unexpected) => {
    service.answer = unexpected;
    const failure = await failureOf(getUser());
    expect(failure).toBeInstanceOf(DomainError);
    expect(failure).toMatchObject({ code: 'INTERNAL', reason: 'INTERNAL', message: new InternalError().message });
    const { code, details, metadata } = await rawStatus();
    expect(code).toBe(Status.INTERNAL);
    const visible = [details, JSON.stringify(metadata.toJSON()), metadata.get('error-details-bin').join()];
    expect(visible.join()).not.toContain('secret');
  });

  it('is UNAVAILABLE where the database cannot be reached', async () => {
    service.answer = () => Promise.reject(new DatabaseUnavailableError(new Error('the secret')));
    expect(await failureOf(getUser())).toMatchObject({ code: 'UNAVAILABLE', reason: 'UNAVAILABLE' });
  });

  it('ends at its deadline, and at a default one', async () => {
    service.answer = () => new Promise(() => undefined);
    const times: number[] = [];
    for (const options of [{ deadlineMs: 100 }, {}]) {
      const started = performance.now();
      expect(await failureOf(channel.rpc.getUser({ userId: ID }, options))).toBeInstanceOf(DeadlineExceededError);
      times.push(performance.now() - started);
    }
    const [own = 0, byDefault = 0] = times;
    expect(own).toBeLessThan(byDefault);
  });

  it('fails at once where nobody is there, and works when the service is back', async () => {
    const other = new GrpcChannel<UserService>(UserServiceService, `127.0.0.1:${elsewhere}`);
    // Not DEADLINE_EXCEEDED, which waiting ends with.
    expect(await failureOf(other.rpc.getUser({ userId: ID }))).toBeInstanceOf(UnavailableError);
    await expect(other.waitForReady(100)).rejects.toThrow();
    const late = await startServer(elsewhere);
    await other.waitForReady(5_000);
    await expect(other.rpc.getUser({ userId: ID })).resolves.toBeDefined();
    other.close();
    await late.close();
  });

  it('lets what runs finish when the server ends', async () => {
    const ending = await startServer(elsewhere);
    const other = new GrpcChannel<UserService>(UserServiceService, `127.0.0.1:${elsewhere}`);
    let finish = (): void => undefined;
    const asked = new Promise<void>((resolve) => {
      service.answer = () =>
        new Promise((done) => {
          finish = () => done({ user: undefined });
          resolve();
        });
    });
    const call = other.rpc.getUser({ userId: ID });
    await asked;
    const closing = ending.close();
    finish();
    await expect(call).resolves.toBeDefined();
    await closing;
    other.close();
  });

  describe('within a request', () => {
    let seen: (RequestContext | undefined)[];

    beforeEach(() => {
      seen = [];
      service.answer = async (userId) => {
        await new Promise((resolve) => setImmediate(resolve));
        seen.push(requestContext.getStore());
        const nickname = requestContext.getStore()?.requestId ?? '';
        return aResponse({ id: userId, nickname, createdAt: undefined });
      };
    });

    const aRequest = (context: Partial<RequestContext> = {}): RequestContext => ({
      ...{ requestId: randomUUID(), traceparent: traceparentOr(undefined), accessToken: 'a.b.c' },
      ...context,
    });

    it('carries it to the service: id, trace, token, and the device', async () => {
      const request = aRequest({ clientIp: '::ffff:10.0.0.1', userAgent: 'Größe/1.0 (🚀; %41)' });
      await requestContext.run(request, getUser);
      expect(seen).toEqual([{ ...request, endsAtMs: expect.any(Number) as number }]);
    });

    it('truncates a long user agent', async () => {
      await requestContext.run(aRequest({ userAgent: 'ÿ'.repeat(15_000) }), getUser);
      expect(seen[0]?.userAgent).toBe('ÿ'.repeat(512));
    });

    it('may carry the token of somebody else', async () => {
      await requestContext.run(aRequest(), () => channel.rpc.getUser({ userId: ID }, { accessToken: 'd.e.f' }));
      expect(seen[0]?.accessToken).toBe('d.e.f');
    });

    it('keeps 200 concurrent ones apart', async () => {
      const requests = Array.from({ length: 200 }, () => aRequest());
      const unhurried = () => channel.rpc.getUser({ userId: ID }, { deadlineMs: 60_000 });
      const users = await Promise.all(requests.map((request) => requestContext.run(request, unhurried)));
      expect(users.map(({ user }) => user?.nickname)).toEqual(requests.map(({ requestId }) => requestId));
    });

    it('has a new request id where there is none', async () => {
      await getUser();
      expect(seen[0]?.requestId).toMatch(/^[0-9a-f-]{36}$/);
      expect(seen[0]?.accessToken).toBeUndefined();
    });
  });

  it('of the standard health service is answered', async () => {
    const Client = makeClientConstructor(healthDefinition, 'health');
    const client = new Client(`127.0.0.1:${port}`, credentials.createInsecure());
    const check = (service: string): Promise<unknown> =>
      new Promise((resolve, reject) => {
        const rpc = client as unknown as Record<string, (...args: unknown[]) => void>;
        rpc.check?.({ service }, (error: Error | null, response: unknown) =>
          error ? reject(error) : resolve(response),
        );
      });
    expect(await check('')).toMatchObject({ status: 'SERVING' });
    expect(await check('messenger.user.v1.UserService')).toMatchObject({ status: 'SERVING' });
    client.close();
  });
});
