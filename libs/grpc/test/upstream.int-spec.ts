import { setTimeout as pause } from 'node:timers/promises';
import { DomainError, RateLimitedError, UnavailableError } from '@messenger/errors';
import { metricsRegistry } from '@messenger/health';
import { requestContext } from '@messenger/logging';
import { UserServiceService, type UserService } from '@messenger/proto';
import { freePorts } from '@messenger/stack';
import { eventually } from '@messenger/testing';
import type { INestApplication } from '@nestjs/common';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { GrpcChannel } from '../src/index.js';
import { nobody, service, startServer } from './test-service.js';

const ID = '019aa3c0-7a4e-7c3e-8d2b-3f0a5c1e9b42';
const hung = () => new Promise<never>(() => undefined);

interface Outcome {
  tookMs: number;
  error: unknown;
}

describe('a service that is called', () => {
  let port: number;
  let elsewhere: number;
  let server: INestApplication;
  let channel: GrpcChannel<UserService>;
  let calls: number;

  beforeAll(async () => {
    [port = 0, elsewhere = 0] = await freePorts(2);
    server = await startServer(port);
  });
  beforeEach(() => {
    calls = 0;
    answerWith(nobody);
    service.isWell = () => Promise.resolve(true);
    channel = new GrpcChannel<UserService>(UserServiceService, `127.0.0.1:${port}`, { name: 'user-service' });
  });
  afterEach(() => channel.close());
  afterAll(() => server.close());

  function answerWith(answer: typeof service.answer): void {
    service.answer = (id) => {
      calls++;
      return answer(id);
    };
  }

  const getUser = (options = {}) => channel.rpc.getUser({ userId: ID }, options);

  async function outcomeOf(call: () => Promise<unknown>): Promise<Outcome> {
    const startedMs = performance.now();
    const error = await call().then(
      () => undefined,
      (reason: unknown) => reason,
    );
    return { tookMs: performance.now() - startedMs, error };
  }

  /** Calls at a steady pace, whatever becomes of them, until it is stopped. */
  function load(): () => Promise<unknown> {
    const outcomes: Promise<Outcome>[] = [];
    const timer = setInterval(() => outcomes.push(outcomeOf(getUser)), 10);
    return () => {
      clearInterval(timer);
      return Promise.all(outcomes);
    };
  }

  it('and hangs is soon called no more, asked whether it is well, and called again once it is', async () => {
    await getUser();
    answerWith(hung);
    service.isWell = hung;
    const stopLoad = load();
    await eventually(async () => expect(await metric('rpc_client_breaker_state')).toBe(2));
    await stopLoad();
    const callsBefore = calls;
    for (const { error } of await Promise.all(Array.from({ length: 30 }, () => outcomeOf(getUser)))) {
      expect(error).toBeInstanceOf(UnavailableError);
      expect(error).toMatchObject({ details: { retryAfter: 1 } });
    }
    expect(calls).toBe(callsBefore);
    answerWith(nobody);
    service.isWell = () => Promise.resolve(true);
    await eventually(() => channel.waitForReady(1_000));
    const burst = await Promise.all(Array.from({ length: 30 }, () => outcomeOf(getUser)));
    expect(burst.filter(({ error }) => error !== undefined)).toEqual([]);
    expect(await metric('rpc_client_breaker_state')).toBe(0);
  });

  it('and hangs leaves nobody waiting: what it was asked before is given up, too', async () => {
    answerWith(hung);
    service.isWell = hung;
    const outcomes = await Promise.all(Array.from({ length: 100 }, () => outcomeOf(getUser)));
    // Not DEADLINE_EXCEEDED, which waiting ends with.
    for (const { error } of outcomes) expect(error).toBeInstanceOf(UnavailableError);
  });

  it('and hangs is given up for a write with an unknown outcome', async () => {
    answerWith(hung);
    service.isWell = hung;
    const { error } = await outcomeOf(() => getUser({ repeatable: false }));
    expect(error).toMatchObject({ reason: 'DEADLINE_EXCEEDED' });
  });

  it('and ends is not given up for the calls that it still answers', async () => {
    service.isWell = () => Promise.resolve(false);
    answerWith(() => pause(1_200, { user: undefined }));
    const inHand = Promise.all([getUser(), getUser({ repeatable: false })]);
    await eventually(async () => expect(await metric('rpc_client_breaker_state')).toBe(2));
    await expect(inHand).resolves.toHaveLength(2);
  });

  it('and is slow, but well, is called on', async () => {
    answerWith(() => pause(900, { user: undefined }));
    const outcomes = await Promise.all(Array.from({ length: 24 }, () => outcomeOf(getUser)));
    expect(outcomes.filter(({ error }) => error !== undefined)).toEqual([]);
  });

  it('and is well, but answers nothing within its deadline, is called no more', async () => {
    answerWith(hung);
    await Promise.all(Array.from({ length: 5 }, () => outcomeOf(() => getUser({ deadlineMs: 700 }))));
    await eventually(async () => {
      const callsBefore = calls;
      expect((await outcomeOf(getUser)).error).toBeInstanceOf(UnavailableError);
      expect(calls).toBe(callsBefore);
    });
  });

  it.each([
    ['refuses', () => Promise.reject(new RateLimitedError(7))],
    ['lacks what it needs', () => Promise.reject(new UnavailableError())],
    ['fails', () => Promise.reject(new TypeError('a defect'))],
  ])('and %s is called on', async (_what, answer) => {
    answerWith(answer);
    for (let i = 0; i < 20; i++) expect((await outcomeOf(getUser)).error).toBeInstanceOf(DomainError);
    expect(calls).toBeGreaterThanOrEqual(20);
  });

  it('and is away is called no more after five calls, and again as soon as it is back', async () => {
    const other = new GrpcChannel<UserService>(UserServiceService, `127.0.0.1:${elsewhere}`, { name: 'away' });
    const call = () => outcomeOf(() => other.rpc.getUser({ userId: ID }));
    for (let i = 0; i < 8; i++) expect((await call()).error).toBeInstanceOf(UnavailableError);
    expect(await metric('rpc_client_breaker_state', 'away')).toBe(2);
    const late = await startServer(elsewhere);
    await eventually(async () => expect((await call()).error).toBeUndefined());
    other.close();
    await late.close();
  });

  it('is called again after a failure, where that is safe', async () => {
    let failures = 1;
    answerWith(() => (failures-- > 0 ? Promise.reject(new UnavailableError()) : nobody(ID)));
    await expect(getUser()).resolves.toBeDefined();
    expect(calls).toBe(2);
    failures = 1;
    await expect(getUser({ repeatable: false })).rejects.toMatchObject({ reason: 'UNAVAILABLE' });
    expect(calls).toBe(3);
  });

  it('sees no storm: at most a tenth of the calls is repeated', async () => {
    answerWith(() => Promise.reject(new UnavailableError()));
    for (let i = 0; i < 10; i++) await Promise.all(Array.from({ length: 20 }, () => outcomeOf(getUser)));
    expect(calls).toBeGreaterThan(210);
    expect(calls).toBeLessThanOrEqual(221);
  });

  it('has for its own calls what is left of its own time', async () => {
    let left = Infinity;
    answerWith(async () => {
      const { error, tookMs } = await outcomeOf(() =>
        channel.rpc.getUser({ userId: ID }, { deadlineMs: requestContext.getStore() === undefined ? 0 : 5_000 }),
      );
      if (error !== undefined) left = tookMs;
      return hung();
    });
    await outcomeOf(() => getUser({ deadlineMs: 400 }));
    // Not the five seconds that it asks for.
    await eventually(() => expect(left).toBeLessThan(1_000));
  });

  async function metric(name: string, service = 'user-service'): Promise<number | undefined> {
    const { values } = (await metricsRegistry.getSingleMetric(name)?.get()) ?? { values: [] };
    return values.find(({ labels }) => labels.service === service)?.value;
  }
});
