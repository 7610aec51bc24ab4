import { raw } from '@messenger/database';
import type { TestDatabase } from '@messenger/testing';
import { Logger } from '@nestjs/common';
import { v7 as uuidv7 } from 'uuid';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { LogRestoration, readEventLog } from '../src/index.js';
import { aReadingFor, eventsDatabase, ServiceInstance } from './service.js';

describe('the log of a database that was restored', () => {
  const me = uuidv7();
  let database: TestDatabase;
  let service: ServiceInstance;

  beforeEach(async () => {
    database = await eventsDatabase();
    service = ServiceInstance.on(database);
    vi.spyOn(Logger.prototype, 'warn').mockReturnValue();
  });
  afterEach(async () => {
    vi.restoreAllMocks();
    await service.stop();
    await database.close();
  });

  const commit = (count: number): Promise<void> =>
    service.commitEach(Array.from({ length: count }, (_, n) => aReadingFor([me], n)));
  const restoration = (): LogRestoration => new LogRestoration(database.sql);
  const read = (after: number) => readEventLog(database.sql, me, after, 100);
  const run = (statement: string) => database.sql.run(raw(statement));

  it('goes on as it was where nothing was restored', async () => {
    const log = restoration();
    expect(await log.currentHead()).toBe(0);
    await commit(3);
    expect([await log.currentHead(), await restoration().currentHead()]).toEqual([3, 3]);
    expect((await read(1)).events.map(({ position }) => position)).toEqual([2, 3]);
  });

  it.each<[what: string, restore: () => Promise<unknown>]>([
    ['a copy of its folder, while a process runs on', () => run('DELETE FROM outbox WHERE position > 5')],
    ['a copy of its folder that has lost everything', () => run('DELETE FROM outbox')],
    [
      'a dump, or an archive: another table, server or timeline',
      async () => {
        await run('DELETE FROM outbox WHERE position > 5');
        await run(`UPDATE log_identity SET identity = 'another server'`);
      },
    ],
  ])('expires the cursors of what is lost, though its positions are given again: %s', async (_what, restore) => {
    const log = restoration();
    await commit(10);
    await log.currentHead();
    await restore();
    await log.currentHead();
    await commit(20);
    for (const lost of [6, 8, 10]) expect((await read(lost)).expired).toBe(true);
    const { head, expired } = await read((await read(0)).head);
    expect(expired).toBe(false);
    await commit(1);
    expect((await read(head)).events.map(({ position }) => position)).toEqual([head + 1]);
  });

  it('is noticed by a process that starts after it, by another table, server or timeline', async () => {
    await restoration().currentHead();
    await commit(4);
    await run(`UPDATE log_identity SET identity = 'as the runbook says'`);
    const head = await restoration().currentHead();
    expect(head).toBe(4 + 2 ** 32);
    expect(await restoration().currentHead()).toBe(head);
    expect((await read(2)).events.map(({ position }) => position)).toEqual([3, 4]);
    expect((await read(4)).expired).toBe(true);
  });

  it('continues behind one hole, however many instances notice', async () => {
    const logs = Array.from({ length: 8 }, restoration);
    await commit(10);
    await Promise.all(logs.map((log) => log.currentHead()));
    await run('DELETE FROM outbox WHERE position > 5');
    const heads = await Promise.all(logs.map((log) => log.currentHead()));
    expect(new Set(heads)).toEqual(new Set([5 + 2 ** 32]));
  });
});
