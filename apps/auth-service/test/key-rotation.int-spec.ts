import { randomBytes } from 'node:crypto';
import { testDatabase, type TestDatabase } from '@messenger/testing';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { query } from './accounts-on-postgres.js';
import { migrations } from '../src/migrations/migrations.js';
import { KeyRotation } from '../src/signing-keys/key-rotation.js';
import { SigningKeysRepository } from '../src/signing-keys/signing-keys.repository.js';
import { SigningKeysService } from '../src/signing-keys/signing-keys.service.js';

/** Real: PostgreSQL, the run-time role. Time passes by changed rows in the database, and by a fake clock in the process. */
describe('a key rotation', () => {
  const secret = randomBytes(32);
  const repository = new SigningKeysRepository();
  let database: TestDatabase;
  let instance: SigningKeysService;
  let rotation: KeyRotation;

  beforeEach(async () => {
    database = await testDatabase('auth-service', migrations);
    instance = new SigningKeysService(secret, database.sql, repository);
    rotation = new KeyRotation(secret, database.sql, repository);
    await instance.onModuleInit();
  });

  afterEach(async () => {
    vi.useRealTimers();
    await database.close();
  });

  const states = async () => {
    const rows = await query<{ kid: string; state: string }>(
      database.sql,
      'SELECT kid, state FROM signing_keys ORDER BY state, created_at',
    );
    return rows.map(({ kid, state }) => `${state} ${kid}`);
  };
  const passTime = (minutes: number) =>
    query(database.sql, 'UPDATE signing_keys SET retired_at = retired_at - make_interval(mins => $1)', [minutes]);
  const kidsOf = async (service: SigningKeysService) => (await service.publicJwks()).map(({ kid }) => kid);

  it('activates the next key, which was published before', async () => {
    const [active, next] = await kidsOf(instance);
    const done = await rotation.rotate();
    expect(done).toEqual({ retired: active, active: next, next: expect.any(String) });
    expect(await states()).toEqual([`active ${next}`, `next ${done?.next}`, `retired ${active}`]);
  });

  it('is seen by a running instance within a second', async () => {
    vi.useFakeTimers({ toFake: ['performance'] });
    // The fake clock begins at 0: the keys are loaded by it again.
    await instance.onModuleInit();
    const [active] = await kidsOf(instance);
    const done = await rotation.rotate();
    expect((await instance.active()).kid).toBe(active);
    vi.advanceTimersByTime(1_001);
    expect((await instance.active()).kid).toBe(done?.active);
    expect(await kidsOf(instance)).toEqual([done?.active, done?.next, done?.retired]);
  });

  it('happens once, of three parallel ones, and not again within a minute', async () => {
    const done = await Promise.all([rotation.rotate(), rotation.rotate(), rotation.rotate()]);
    expect(done.filter((one) => one !== undefined)).toHaveLength(1);
    expect(await rotation.rotate()).toBeUndefined();
    expect(await states()).toHaveLength(3);
    await passTime(2);
    expect(await rotation.rotate()).toBeDefined();
    expect((await states()).filter((state) => !state.startsWith('retired'))).toHaveLength(2);
  });

  it('keeps the retired key published until its tokens have expired, then deletes it', async () => {
    const done = await rotation.rotate();
    const published = async () => {
      const restarted = new SigningKeysService(secret, database.sql, repository);
      return kidsOf(restarted);
    };
    await passTime(19);
    await repository.deleteRetired(database.sql);
    expect(await published()).toContain(done?.retired);
    await passTime(2);
    expect(await published()).toEqual([done?.active, done?.next]);
    await repository.deleteRetired(database.sql);
    expect(await states()).toHaveLength(2);
  });

  it('changes nothing where there are no keys yet', async () => {
    await query(database.sql, 'DELETE FROM signing_keys');
    await expect(rotation.rotate()).rejects.toThrow('There is no active signing key');
    expect(await states()).toEqual([]);
  });
});

describe('a revocation of the keys', () => {
  const secret = randomBytes(32);
  const repository = new SigningKeysRepository();
  let database: TestDatabase;

  beforeEach(async () => {
    database = await testDatabase('auth-service', migrations);
    await new SigningKeysService(secret, database.sql, repository).onModuleInit();
  });
  afterEach(() => database.close());

  const published = async () => (await repository.findPublished(database.sql)).map(({ kid }) => kid);

  it('leaves none of the old ones, the retired one included, and may follow a rotation at once', async () => {
    const rotation = new KeyRotation(secret, database.sql, repository);
    await rotation.rotate();
    const before = await published();
    expect(before).toHaveLength(3);
    const { revoked, active, next } = await rotation.revokeAll();
    expect(new Set(revoked)).toEqual(new Set(before));
    expect(await published()).toEqual([active, next]);
  });

  it('leaves one active and one next key where two happen at once', async () => {
    const rotation = new KeyRotation(secret, database.sql, repository);
    await Promise.all([rotation.revokeAll(), rotation.revokeAll()]);
    expect(await published()).toHaveLength(2);
  });
});
