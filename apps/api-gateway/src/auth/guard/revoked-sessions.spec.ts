import { SessionRevokedError, UnavailableError } from '@messenger/errors';
import type { ListRevokedSessionsRequest, ListRevokedSessionsResponse } from '@messenger/proto';
import type { RabbitMqConnection } from '@messenger/rabbitmq';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { AuthClient } from '../../clients/clients.module.js';
import { RevokedSessions } from './revoked-sessions.js';

// The clients want the settings of a gateway.
vi.mock('../../clients/clients.module.js', () => ({ AUTH_CLIENT: Symbol('AUTH_CLIENT') }));

const PAGES: Record<string, ListRevokedSessionsResponse> = {
  '': { sessions: [{ sessionId: 'one', revokedAt: undefined }], nextPageToken: 'second' },
  second: { sessions: [{ sessionId: 'two', revokedAt: undefined }], nextPageToken: '' },
};

describe('the revoked sessions of a gateway', () => {
  const broker = { connected: true };
  let failure: Error | undefined;
  let reads = 0;
  let sessions: RevokedSessions;

  beforeEach(() => {
    vi.useFakeTimers();
    failure = undefined;
    broker.connected = true;
    const listRevokedSessions = ({ pageToken = '' }: ListRevokedSessionsRequest) => {
      reads++;
      return failure === undefined ? Promise.resolve(PAGES[pageToken]) : Promise.reject(failure);
    };
    sessions = new RevokedSessions(
      { listRevokedSessions } as unknown as AuthClient,
      broker as unknown as RabbitMqConnection,
    );
  });
  afterEach(() => {
    sessions.onApplicationShutdown();
    vi.useRealTimers();
  });

  const admits = (sessionId = 'another'): boolean | string => {
    try {
      sessions.requireActive(sessionId);
      return true;
    } catch (error) {
      return (error as Error).name;
    }
  };

  it('are read page by page at the start', async () => {
    await sessions.onApplicationBootstrap();
    expect([admits('one'), admits('two'), admits()]).toEqual([
      SessionRevokedError.name,
      SessionRevokedError.name,
      true,
    ]);
  });

  it.each([
    ['is away', false],
    ['hangs, although it seems to be connected', true],
  ])('are known within 5 s also while the broker %s', async (_what, connected) => {
    await sessions.onApplicationBootstrap();
    broker.connected = connected;
    await vi.advanceTimersByTimeAsync(10_000);
    PAGES.second?.sessions.push({ sessionId: 'three', revokedAt: undefined });
    await vi.advanceTimersByTimeAsync(4_500);
    expect(admits('three')).toBe(SessionRevokedError.name);
    PAGES.second?.sessions.pop();
  });

  it('are not asked for while the feed brings them', async () => {
    await sessions.onApplicationBootstrap();
    reads = 0;
    for (let second = 0; second < 20; second++) {
      sessions.onFeedMessage();
      await vi.advanceTimersByTimeAsync(1_000);
    }
    // Once more after the start: events may have been missed before.
    expect(reads).toBeLessThanOrEqual(2);
  });

  it('let nobody in before they are known, and everybody as soon as they are', async () => {
    failure = new Error('down');
    await sessions.onApplicationBootstrap();
    expect(admits()).toBe(UnavailableError.name);
    failure = undefined;
    await vi.advanceTimersByTimeAsync(250);
    expect(admits()).toBe(true);
  });

  it('let nobody in where revocations may be missing for over a minute, as neither broker nor auth-service is there', async () => {
    await sessions.onApplicationBootstrap();
    broker.connected = false;
    failure = new Error('down');
    await vi.advanceTimersByTimeAsync(59_000);
    expect(admits()).toBe(true);
    await vi.advanceTimersByTimeAsync(5_000);
    expect(admits()).toBe(UnavailableError.name);
    failure = undefined;
    await vi.advanceTimersByTimeAsync(2_000);
    expect(admits()).toBe(true);
  });

  it.each([
    ['the broker', { connected: false, failure: undefined }],
    ['auth-service', { connected: true, failure: new Error('down') }],
  ])('let everybody in however long %s alone is away', async (_what, outage) => {
    await sessions.onApplicationBootstrap();
    broker.connected = outage.connected;
    failure = outage.failure;
    await vi.advanceTimersByTimeAsync(600_000);
    expect(admits()).toBe(true);
  });
});
