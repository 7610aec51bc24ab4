import { raw } from '@messenger/database';
import { addErasedUser } from '@messenger/outbox';
import { testDatabase, type TestDatabase } from '@messenger/testing';
import { v7 as uuidv7 } from 'uuid';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { stateOf } from '../src/exports/data-export.js';
import { ExportsCleanup } from '../src/exports/exports.cleanup.js';
import { ExportNotFoundError, ExportNotReadyError } from '../src/exports/exports.errors.js';
import { ExportsRepository } from '../src/exports/exports.repository.js';
import { ExportsService } from '../src/exports/exports.service.js';
import { migrations } from '../src/migrations/migrations.js';
import { UserNotFoundError } from '../src/profiles/profiles.errors.js';

/** Real: PostgreSQL, the run-time role. Absent: the gateway that writes; its calls are the test's. */
describe('an export', () => {
  let database: TestDatabase;
  let exports: ExportsService;

  beforeAll(async () => {
    database = await testDatabase('user-service', migrations);
    exports = new ExportsService(database.sql, new ExportsRepository());
  });
  afterAll(() => database.close());

  const begin = async (userId: string) => (await exports.start(userId)).row.id;
  const put = (userId: string, exportId: string, number: number, text: string) =>
    exports.putPart(userId, {
      exportId,
      number,
      content: Buffer.from(text),
      writtenMessages: number,
      totalMessages: 9,
    });
  const finish = (userId: string, exportId: string, state: 'ready' | 'failed') =>
    exports.finish(userId, { exportId, state });
  const read = async (userId: string, exportId: string, number: number) =>
    (await exports.readPart(userId, { exportId, number })).toString();
  const age = (userId: string, interval: string) =>
    database.sql.run(
      raw(`UPDATE exports SET updated_at = now() - $2::interval WHERE user_id = $1`, [userId, interval]),
    );
  const state = async (userId: string) => (await exports.list(userId)).map((row) => stateOf(row));

  it('is written part by part, also where a part comes twice, and read once it is whole', async () => {
    const userId = uuidv7();
    const id = await begin(userId);
    for (const text of ['lost', 'first']) await put(userId, id, 0, text);
    await put(userId, id, 1, 'last');
    expect(await exports.get(userId, id)).toMatchObject({ state: 'running', writtenMessages: 1, totalMessages: 9 });
    await expect(read(userId, id, 0)).rejects.toThrow(ExportNotReadyError);
    for (let time = 1; time <= 2; time++) await finish(userId, id, 'ready');
    expect(await exports.get(userId, id)).toMatchObject({ state: 'ready', sizeBytes: 9 });
    expect([await read(userId, id, 0), await read(userId, id, 1), await read(userId, id, 2)]).toEqual([
      'first',
      'last',
      '',
    ]);
    await expect(put(userId, id, 2, 'late')).rejects.toThrow(ExportNotFoundError);
  });

  it('is one, also where it is asked for ten times at once', async () => {
    const userId = uuidv7();
    const begun = await Promise.all(Array.from({ length: 10 }, () => exports.start(userId)));
    expect(begun.filter(({ created }) => created)).toHaveLength(1);
    expect(new Set(begun.map(({ row }) => row.id)).size).toBe(1);
  });

  it.each([
    ['writes nothing for a minute', (userId: string) => age(userId, '61 seconds')],
    ['has failed', async (userId: string, id: string) => finish(userId, id, 'failed')],
    ['is ready', async (userId: string, id: string) => finish(userId, id, 'ready')],
  ])('that %s gives way to a new one, with its parts', async (_what, end) => {
    const userId = uuidv7();
    const id = await begin(userId);
    await put(userId, id, 0, 'first');
    await end(userId, id);
    const { row, created } = await exports.start(userId);
    expect([created, row.id === id]).toEqual([true, false]);
    expect(await database.sql.run(raw(`SELECT FROM export_parts WHERE export_id = $1`, [id]))).toEqual([]);
  });

  it('that nobody writes any more has failed, and leaves no part where its writer says so', async () => {
    const [silent, failed] = [uuidv7(), uuidv7()];
    await begin(silent);
    await age(silent, '61 seconds');
    const id = await begin(failed);
    await put(failed, id, 0, 'first');
    await finish(failed, id, 'failed');
    expect([await state(silent), await state(failed)]).toEqual([['failed'], ['failed']]);
    await expect(read(failed, id, 0)).rejects.toThrow(ExportNotReadyError);
    expect(await database.sql.run(raw(`SELECT FROM export_parts WHERE export_id = $1`, [id]))).toEqual([]);
  });

  it('that is deleted while it is written takes no further part', async () => {
    const userId = uuidv7();
    const id = await begin(userId);
    await exports.delete(uuidv7(), id);
    await put(userId, id, 0, 'first');
    await exports.delete(userId, id);
    await expect(put(userId, id, 1, 'second')).rejects.toThrow(ExportNotFoundError);
    await expect(finish(userId, id, 'ready')).rejects.toThrow(ExportNotFoundError);
  });

  it('is written, finished and read by its owner alone', async () => {
    const [userId, other] = [uuidv7(), uuidv7()];
    const id = await begin(userId);
    await expect(put(other, id, 0, 'forged')).rejects.toThrow(ExportNotFoundError);
    await expect(finish(other, id, 'ready')).rejects.toThrow(ExportNotFoundError);
    await expect(read(other, id, 0)).rejects.toThrow(ExportNotFoundError);
  });

  it('expires seven days after it was ready', async () => {
    const [old, young] = [uuidv7(), uuidv7()];
    for (const userId of [old, young]) await finish(userId, await begin(userId), 'ready');
    await age(old, '7 days 1 second');
    await age(young, '6 days 23 hours');
    await new ExportsCleanup(database.sql, new ExportsRepository(), 7).run();
    expect([await state(old), await state(young)]).toEqual([[], ['ready']]);
  });

  it('is not begun by the token of somebody who was erased', async () => {
    const userId = uuidv7();
    await database.sql.transaction((transaction) => addErasedUser(transaction, userId));
    await expect(exports.start(userId)).rejects.toThrow(UserNotFoundError);
  });
});
