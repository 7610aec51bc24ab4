import { testDatabase, type TestDatabase } from '@messenger/testing';
import type { MigrationInterface, QueryRunner } from 'typeorm';
import pg from 'pg';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { raw } from '../src/index.js';

class CreateNotes1700000000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query('CREATE TABLE notes (note_text text PRIMARY KEY)');
  }

  down(): Promise<void> {
    return Promise.reject(new Error('Migrations go forward only'));
  }
}

describe('a transaction', () => {
  let database: TestDatabase;

  beforeAll(async () => {
    database = await testDatabase('user-service', [CreateNotes1700000000000]);
  });
  beforeEach(() => database.sql.run(raw('DELETE FROM notes')));
  afterAll(() => database.close());

  const insert = (text: string) => raw('INSERT INTO notes VALUES ($1)', [text]);
  const notes = async (): Promise<string[]> =>
    (await database.sql.run(raw<{ noteText: string }>('SELECT note_text FROM notes ORDER BY 1'))).map(
      ({ noteText }) => noteText,
    );
  const nothing = { onCommit: () => undefined };

  it('runs its last statements after the work, and hands over their rows once they are committed', async () => {
    const committed: unknown[] = [];
    await database.sql.transaction(async (transaction) => {
      transaction.runLast({
        build: () => raw<{ noteText: string }>('SELECT note_text FROM notes'),
        onCommit: (rows) => committed.push(...rows),
      });
      await transaction.run(insert('work'));
      expect(committed).toEqual([]);
    });
    expect(committed).toEqual([{ noteText: 'work' }]);
  });

  it('has succeeded once it is committed, whatever follows the commit', async () => {
    let reached = false;
    const work = database.sql.transaction(async (transaction) => {
      await transaction.run(insert('work'));
      transaction.runLast({ build: () => raw('SELECT 1'), onCommit: () => void JSON.parse('{') });
      transaction.runLast({ build: () => raw('SELECT 2'), onCommit: () => (reached = true) });
      return 'done';
    });
    expect(await work).toBe('done');
    expect(reached).toBe(true);
    expect(await notes()).toEqual(['work']);
  });

  it('commits nothing where its last statement fails, and says why', async () => {
    const work = database.sql.transaction(async (transaction) => {
      await transaction.run(insert('work'));
      transaction.runLast({ ...nothing, build: () => insert('work') });
    });
    await expect(work).rejects.toMatchObject({ code: '23505' });
    expect(await notes()).toEqual([]);
  });

  it('commits nothing where a statement failed and the work went on', async () => {
    let committed = false;
    const work = database.sql.transaction(async (transaction) => {
      transaction.runLast({ build: () => insert('last'), onCommit: () => (committed = true) });
      await transaction.run(insert('work'));
      await transaction.run(insert('work')).catch(() => undefined);
    });
    await expect(work).rejects.toThrow();
    expect(committed).toBe(false);
    expect(await notes()).toEqual([]);
  });

  it('runs statements that are sent together in their order, each seeing those before it', async () => {
    const seen = await database.sql.transaction(async (transaction) => {
      const [, , rows] = await Promise.all([
        transaction.run(insert('one')),
        transaction.run(insert('two')),
        transaction.run(raw<{ noteText: string }>('SELECT note_text FROM notes ORDER BY 1')),
      ]);
      return rows.map(({ noteText }) => noteText);
    });
    expect(seen).toEqual(['one', 'two']);
  });

  it('asks twice and is answered twice, however many statements it has, once they are prepared', async () => {
    const write = (text: string) =>
      database.sql.transaction(async (transaction) => {
        transaction.runLast({ ...nothing, build: () => insert(`${text}, last`) });
        await Promise.all([transaction.run(insert(text)), transaction.run(raw('SELECT 1'))]);
      });
    await write('one');
    const answers = vi.spyOn(pg.Connection.prototype, 'sync');
    await write('two');
    expect(answers).toHaveBeenCalledTimes(2);
    answers.mockRestore();
    expect(await notes()).toEqual(['one', 'one, last', 'two', 'two, last']);
  });

  it.each(['once', 'twice', 'three times'])(
    'fails with the error of the statement that failed, whatever was sent with it (%s)',
    async () => {
      const work = database.sql.transaction((transaction) =>
        Promise.all([
          transaction.run(insert('same')),
          transaction.run(insert('same')),
          transaction.run(raw('SELECT 1')),
        ]),
      );
      await expect(work).rejects.toMatchObject({ code: '23505' });
      expect(await notes()).toEqual([]);
    },
  );

  it('needs no statement', async () => {
    expect(await database.sql.transaction(() => Promise.resolve('nothing to do'))).toBe('nothing to do');
  });

  it('leaves its connection fit for the next one, 200 times in a row with failures between them', async () => {
    for (let n = 0; n < 200; n++) {
      const work = database.sql.transaction(async (transaction) => {
        await transaction.run(insert(`note ${n}`));
        if (n % 2 === 0) throw new Error('no');
      });
      await (n % 2 === 0 ? expect(work).rejects.toThrow('no') : work);
    }
    expect(await notes()).toHaveLength(100);
  });
});
