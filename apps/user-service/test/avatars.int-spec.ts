import { createHash } from 'node:crypto';
import { raw } from '@messenger/database';
import { eventually, testDatabase, type TestDatabase, unconnectedOutbox } from '@messenger/testing';
import sharp from 'sharp';
import { v7 as uuidv7 } from 'uuid';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { AvatarMaker } from '../src/avatars/avatar-maker.js';
import { AvatarsCleanup } from '../src/avatars/avatars.cleanup.js';
import { AvatarNotFoundError } from '../src/avatars/avatars.errors.js';
import { AvatarsRepository } from '../src/avatars/avatars.repository.js';
import { AvatarsService } from '../src/avatars/avatars.service.js';
import { db } from '../src/database.js';
import { migrations } from '../src/migrations/migrations.js';
import { ProfilesRepository } from '../src/profiles/profiles.repository.js';
import { ProfilesService } from '../src/profiles/profiles.service.js';

const aPicture = (background = '#3a7bd5') =>
  sharp({ create: { width: 60, height: 40, channels: 3, background } })
    .png()
    .toBuffer();

describe('avatars', () => {
  const repository = new AvatarsRepository();
  let database: TestDatabase;
  let profiles: ProfilesService;
  let avatars: AvatarsService;
  let cleanup: AvatarsCleanup;

  beforeAll(async () => {
    database = await testDatabase('user-service', migrations);
    profiles = new ProfilesService(database.sql, unconnectedOutbox(database.sql), new ProfilesRepository(), ['Admin']);
    avatars = new AvatarsService(database.sql, repository, profiles, new AvatarMaker());
    cleanup = new AvatarsCleanup(database.sql, repository);
  });

  afterAll(() => database.close());

  const eventsOf = (id: string) =>
    database.sql.run(
      raw<{ payload: { user: Record<string, unknown>; version: number } }>(
        `SELECT payload FROM outbox WHERE subject = $1 ORDER BY position`,
        [id],
      ),
    );

  const stored = async () => (await database.sql.run(db.selectFrom('avatars').select('hash'))).length;

  const somebodyWaits = async () => (await database.sql.run(raw('SELECT FROM pg_locks WHERE NOT granted'))).length > 0;

  const letTimePass = (hours: number) =>
    database.sql.run(raw(`UPDATE avatars SET unused_since = unused_since - make_interval(hours => $1)`, [hours]));

  it('change the profile, with an event and a higher version', async () => {
    const id = uuidv7();
    const { avatarHash, version } = await avatars.set(id, await aPicture());
    const file = await avatars.read(avatarHash!);
    expect(createHash('sha256').update(file).digest('hex')).toBe(avatarHash);
    expect(version).toBe(2);
    expect((await profiles.get(id)).avatarHash).toBe(avatarHash);
    expect((await eventsOf(id)).map(({ payload }) => payload)).toEqual([
      { user: expect.objectContaining({ id, avatarUrl: `/v1/avatars/${avatarHash}.webp` }), version: 2 },
    ]);
  });

  it('change nothing where it is the same picture', async () => {
    const id = uuidv7();
    const first = await avatars.set(id, await aPicture('green'));
    expect(await avatars.set(id, await aPicture('green'))).toEqual(first);
    expect(await eventsOf(id)).toHaveLength(1);
  });

  it('are removed once', async () => {
    const id = uuidv7();
    await avatars.set(id, await aPicture('black'));
    await avatars.remove(id);
    await avatars.remove(id);
    expect(await profiles.get(id)).toMatchObject({ avatarHash: null, version: 3 });
    const events = await eventsOf(id);
    expect(events).toHaveLength(2);
    expect(events[1]?.payload.user).not.toHaveProperty('avatarUrl');
  });

  it('of the same picture are stored once', async () => {
    const before = await stored();
    const picture = await aPicture('orange');
    const owners = await Promise.all(Array.from({ length: 20 }, () => avatars.set(uuidv7(), picture)));
    expect(new Set(owners.map(({ avatarHash }) => avatarHash)).size).toBe(1);
    expect(await stored()).toBe(before + 1);
  });

  it('uploaded at once leave one of them, and every change counted', async () => {
    const id = uuidv7();
    const pictures = await Promise.all(['#111', '#222', '#333', '#444'].map((colour) => aPicture(colour)));
    await Promise.all(pictures.map((picture) => avatars.set(id, picture)));
    const { avatarHash, version } = await profiles.get(id);
    expect(version).toBe(5);
    const events = await eventsOf(id);
    expect(events.at(-1)?.payload.user.avatarUrl).toBe(`/v1/avatars/${avatarHash}.webp`);
  });

  it('never deadlock where two people swap theirs at once', async () => {
    const pictures = await Promise.all(['#a00', '#0a0'].map((colour) => aPicture(colour)));
    const ids = [uuidv7(), uuidv7()];
    for (let round = 0; round < 15; round++) {
      await Promise.all(ids.map((id, i) => avatars.set(id, pictures[(round + i) % 2]!)));
    }
    for (const id of ids) expect((await profiles.get(id)).version).toBe(16);
  });

  it('that were replaced stay for a day and are then deleted', async () => {
    const id = uuidv7();
    const { avatarHash: old } = await avatars.set(id, await aPicture('white'));
    await avatars.set(id, await aPicture('pink'));
    await cleanup.run();
    await letTimePass(23);
    await cleanup.run();
    await expect(avatars.read(old!)).resolves.toBeDefined();
    await letTimePass(2);
    await cleanup.run();
    await expect(avatars.read(old!)).rejects.toThrow(AvatarNotFoundError);
    await expect(avatars.read((await profiles.get(id)).avatarHash!)).resolves.toBeDefined();
  });

  it('that somebody takes again stay for a whole day after the next removal', async () => {
    const id = uuidv7();
    const { avatarHash } = await avatars.set(id, await aPicture('navy'));
    await avatars.remove(id);
    await cleanup.run();
    await letTimePass(25);
    await avatars.set(id, await aPicture('navy'));
    await cleanup.run();
    await expect(avatars.read(avatarHash!)).resolves.toBeDefined();
    await avatars.remove(id);
    await cleanup.run();
    await cleanup.run();
    await expect(avatars.read(avatarHash!)).resolves.toBeDefined();
  });

  it('never lose a picture to a cleanup that runs while somebody takes it again', async () => {
    const id = uuidv7();
    const { avatarHash } = await avatars.set(id, await aPicture('olive'));
    const webp = await avatars.read(avatarHash!);
    await avatars.remove(id);
    await cleanup.run();
    await letTimePass(25);

    let deletion: Promise<void> | undefined;
    await database.sql.transaction(async (transaction) => {
      await repository.store(transaction, avatarHash!, webp);
      let deleted = false;
      deletion = repository.deleteUnused(database.sql, 1).finally(() => (deleted = true));
      await eventually(async () => expect(deleted || (await somebodyWaits())).toBe(true));
      await profiles.update(transaction, id, { avatarHash });
    });
    await deletion;
    await expect(avatars.read(avatarHash!)).resolves.toEqual(webp);
  });
});
