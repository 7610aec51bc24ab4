import type { Caller } from '@messenger/authentication';
import { RateLimitedError } from '@messenger/errors';
import { deferred } from '@messenger/testing';
import { Logger } from '@nestjs/common';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { RevokedSessions } from '../auth/guard/revoked-sessions.js';
import type { UserClient } from '../clients/clients.module.js';
import { ExportJobs } from './export-jobs.js';
import type { OwnData } from './own-data.js';

// The clients want the settings of a gateway.
vi.mock('../clients/clients.module.js', () =>
  Object.fromEntries(['AUTH', 'USER', 'SUBSCRIBER', 'CHAT'].map((name) => [`${name}_CLIENT`, Symbol(name)])),
);

const CALLER = { sessionId: 'a session' } as Caller;

describe('the exports that a gateway makes', () => {
  let goOn: () => void;
  let states: string[];
  let jobs: ExportJobs;
  let created: boolean;

  beforeEach(() => {
    vi.spyOn(Logger.prototype, 'warn').mockReturnValue();
    const { promise, resolve } = deferred();
    goOn = resolve;
    states = [];
    created = true;
    const users = {
      startExport: () => Promise.resolve({ created, dataExport: { id: 'an export', createdAt: new Date() } }),
      finishExport: ({ state }: { state: string }) => Promise.resolve(states.push(state)),
    };
    // Each fails when it goes on.
    const data = { profile: () => promise.then(() => Promise.reject(new Error('A test'))) };
    jobs = new ExportJobs(
      users as unknown as UserClient,
      data as unknown as OwnData,
      { requireActive: () => undefined } as unknown as RevokedSessions,
    );
  });

  afterEach(() => vi.restoreAllMocks());

  it('are four at a time: a fifth is refused until one has ended', async () => {
    await Promise.all(Array.from({ length: 4 }, () => jobs.start(CALLER)));
    await expect(jobs.start(CALLER)).rejects.toThrow(RateLimitedError);
    goOn();
    await vi.waitFor(() => expect(states).toEqual(Array(4).fill('failed')));
    await jobs.start(CALLER);
  });

  it('are four at a time, also where all are asked for at once', async () => {
    const answers = await Promise.allSettled(Array.from({ length: 9 }, () => jobs.start(CALLER)));
    expect(answers.filter(({ status }) => status === 'fulfilled')).toHaveLength(4);
    goOn();
  });

  it('take no place where one of the person runs already', async () => {
    created = false;
    for (let n = 0; n < 9; n++) await jobs.start(CALLER);
    expect(states).toEqual([]);
  });
});
