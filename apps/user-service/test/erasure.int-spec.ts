import type { EventContext } from '@messenger/events';
import { Inbox } from '@messenger/outbox';
import { raw } from '@messenger/database';
import { rowsMentioning, testDatabase, type TestDatabase, unconnectedOutbox } from '@messenger/testing';
import sharp from 'sharp';
import { v7 as uuidv7 } from 'uuid';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { AvatarMaker } from '../src/avatars/avatar-maker.js';
import { AvatarNotFoundError } from '../src/avatars/avatars.errors.js';
import { AvatarsRepository } from '../src/avatars/avatars.repository.js';
import { AvatarsService } from '../src/avatars/avatars.service.js';
import { ProfileErasureEventsController } from '../src/erasure/profile-erasure-events.controller.js';
import { ProfileErasureService } from '../src/erasure/profile-erasure.service.js';
import { ExportsRepository } from '../src/exports/exports.repository.js';
import { ExportsService } from '../src/exports/exports.service.js';
import { migrations } from '../src/migrations/migrations.js';
import { UserNotFoundError } from '../src/profiles/profiles.errors.js';
import { ProfilesRepository } from '../src/profiles/profiles.repository.js';
import { ProfilesService } from '../src/profiles/profiles.service.js';
import { RegistrationEventsController } from '../src/profiles/registration-events.controller.js';

const aPicture = (background: string) =>
  sharp({ create: { width: 60, height: 40, channels: 3, background } })
    .png()
    .toBuffer();

/** Real: PostgreSQL, the run-time role, the pool. Absent: the broker; its deliveries are calls of the controllers. */
describe('the erasure of a person', () => {
  let database: TestDatabase;
  let profiles: ProfilesService;
  let avatars: AvatarsService;
  let exports: ExportsService;
  let registrations: RegistrationEventsController;
  let erasures: ProfileErasureEventsController;

  beforeAll(async () => {
    database = await testDatabase('user-service', migrations);
    const [outbox, inbox] = [unconnectedOutbox(database.sql), new Inbox(database.sql)];
    const [profilesRepository, avatarsRepository] = [new ProfilesRepository(), new AvatarsRepository()];
    profiles = new ProfilesService(database.sql, outbox, profilesRepository, []);
    avatars = new AvatarsService(database.sql, avatarsRepository, profiles, new AvatarMaker());
    exports = new ExportsService(database.sql, new ExportsRepository());
    registrations = new RegistrationEventsController(inbox, profiles);
    erasures = new ProfileErasureEventsController(
      inbox,
      new ProfileErasureService(outbox, profilesRepository, avatarsRepository, new ExportsRepository()),
    );
  });
  afterAll(() => database.close());

  const erase = (userId: string, erasureId: string = uuidv7(), eventId = uuidv7()) =>
    erasures.accountDeleted({ userId, erasureId, keepMessages: false }, { id: eventId } as EventContext);

  const confirmations = async (erasureId: string) =>
    (
      await database.sql.run(
        raw(`SELECT FROM outbox WHERE type = 'user.account_erased.v1' AND subject = $1`, [erasureId]),
      )
    ).length;

  const positions = async () =>
    (await database.sql.run(raw<{ position: number }>(`SELECT position FROM outbox ORDER BY position`))).map(
      ({ position }) => position,
    );

  it('leaves nothing but that it was: no text in any table, and a log without a hole', async () => {
    const [id, other] = [uuidv7(), uuidv7()];
    await profiles.updateMe(id, { nickname: 'canary_nick', about: 'canary about' });
    await profiles.updateMe(other, { nickname: 'bystander' });
    const { avatarHash } = await avatars.set(id, await aPicture('#3a7bd5'));
    await profiles.updateMe(id, { about: 'another canary' });
    const { row } = await exports.start(id);
    const part = { exportId: row.id, number: 0, writtenMessages: 0, totalMessages: 0 };
    await exports.putPart(id, { ...part, content: Buffer.from('canary file') });
    await erase(id);

    expect(await rowsMentioning(database.sql, 'canary', avatarHash!)).toEqual([]);
    expect(await database.sql.run(raw('SELECT FROM export_parts'))).toEqual([]);
    const mentions = await rowsMentioning(database.sql, id);
    expect(mentions).toEqual([expect.stringMatching(/^erased_users: /)]);
    await expect(avatars.read(avatarHash!)).rejects.toThrow(AvatarNotFoundError);
    await expect(profiles.get(id)).rejects.toThrow(UserNotFoundError);
    expect((await profiles.get(other)).nickname).toBe('bystander');
    const all = await positions();
    expect(all).toEqual(all.map((_position, index) => index + 1));
  });

  it('frees the nickname, and leaves a picture that somebody else has', async () => {
    const [id, other, later] = [uuidv7(), uuidv7(), uuidv7()];
    await profiles.updateMe(id, { nickname: 'wanted' });
    const { avatarHash } = await avatars.set(id, await aPicture('#102030'));
    await avatars.set(other, await aPicture('#102030'));
    await erase(id);
    expect((await profiles.updateMe(later, { nickname: 'Wanted' })).nickname).toBe('Wanted');
    expect((await avatars.read(avatarHash!)).length).toBeGreaterThan(0);
  });

  it.each([
    ['comes once more', 1, 2],
    ['comes again under another id', 2, 2],
  ])('that %s is confirmed %i times, and harms nobody', async (_how, confirmed, times) => {
    const [id, erasureId, eventId] = [uuidv7(), uuidv7(), uuidv7()];
    await profiles.getMe(id);
    for (let n = 0; n < times; n++) await erase(id, erasureId, confirmed === 1 ? eventId : uuidv7());
    expect(await confirmations(erasureId)).toBe(confirmed);
  });

  it('of somebody unknown is confirmed as well', async () => {
    const erasureId = uuidv7();
    await erase(uuidv7(), erasureId);
    expect(await confirmations(erasureId)).toBe(1);
  });

  it('is not undone by what comes late: the registration, a request, a picture', async () => {
    const id = uuidv7();
    await erase(id);
    const late = { userId: id, registeredAt: new Date(), name: 'Late Canary' };
    await registrations.userRegistered(late, { id: uuidv7() } as EventContext);
    await expect(profiles.getMe(id)).rejects.toThrow(UserNotFoundError);
    await expect(profiles.updateMe(id, { about: 'canary' })).rejects.toThrow(UserNotFoundError);
    await expect(avatars.set(id, await aPicture('#ff0000'))).rejects.toThrow(UserNotFoundError);
    expect(await rowsMentioning(database.sql, id)).toHaveLength(1);
  });

  it('and requests at the same time leave no profile, whoever is first', async () => {
    for (let round = 0; round < 10; round++) {
      const id = uuidv7();
      const requests = [1, 2, 3].map(() => profiles.getMe(id).catch(() => undefined));
      await Promise.all([...requests, erase(id)]);
      expect(await rowsMentioning(database.sql, id), `round ${round}`).toHaveLength(1);
    }
  });
});
