import { raw } from '@messenger/database';
import { type EventContext } from '@messenger/events';
import { Inbox } from '@messenger/outbox';
import { testDatabase, type TestDatabase, unconnectedOutbox } from '@messenger/testing';
import { v7 as uuidv7 } from 'uuid';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { migrations } from '../src/migrations/migrations.js';
import * as generated from '../src/profiles/generated-nickname.js';
import { NicknameTakenError, UserNotFoundError } from '../src/profiles/profiles.errors.js';
import { ProfilesRepository } from '../src/profiles/profiles.repository.js';
import { ProfilesService } from '../src/profiles/profiles.service.js';
import { RegistrationEventsController } from '../src/profiles/registration-events.controller.js';

vi.mock(import('../src/profiles/generated-nickname.js'), { spy: true });

/** Real: PostgreSQL, the run-time role, the pool. Absent: the broker; its deliveries are calls of the controller. */
describe('profiles', () => {
  let database: TestDatabase;
  let profiles: ProfilesService;
  let registrations: RegistrationEventsController;

  beforeAll(async () => {
    database = await testDatabase('user-service', migrations);
    profiles = new ProfilesService(database.sql, unconnectedOutbox(database.sql), new ProfilesRepository(), ['Admin']);
    registrations = new RegistrationEventsController(new Inbox(database.sql), profiles);
  });

  afterAll(() => database.close());

  const eventsOf = (id: string) =>
    database.sql.run(
      raw<{ type: string; payload: { user: object; version: number }; recipients: string[] }>(
        `SELECT type, payload, recipient_ids AS recipients FROM outbox WHERE subject = $1 ORDER BY position`,
        [id],
      ),
    );

  const deliver = (id: string, eventId = uuidv7(), name?: string) =>
    registrations.userRegistered({ userId: id, registeredAt: new Date(), name }, { id: eventId } as EventContext);

  const newcomer = async (nickname?: string) => {
    const id = uuidv7();
    await profiles.updateMe(id, { nickname });
    return id;
  };

  it.each(['Admin', 'admin', 'ADMIN'])('cannot take the reserved nickname %s', async (nickname) => {
    await expect(newcomer(nickname)).rejects.toThrow(NicknameTakenError);
  });

  it('may have a nickname that only contains a reserved one', async () => {
    expect(await profiles.get(await newcomer('administered'))).toMatchObject({ nickname: 'administered' });
  });

  it('is born of the registration, once, however often its event comes', async () => {
    const [id, eventId] = [uuidv7(), uuidv7()];
    await deliver(id, eventId);
    const born = await profiles.get(id);
    await deliver(id, eventId);
    await deliver(id);
    expect(await profiles.get(id)).toEqual(born);
    expect(born).toMatchObject({ id, about: null, version: 1 });
    expect(born.nickname).toMatch(/^user_[a-z0-9]{10}$/);
    expect(await eventsOf(id)).toEqual([]);
  });

  it("has the nickname of the person's name, made unique, and says so where it was made before", async () => {
    const name = 'Alan Mathison Turing';
    const [first, second, early] = [uuidv7(), uuidv7(), uuidv7()];
    await profiles.getMe(early);
    for (const id of [first, second, early]) await deliver(id, uuidv7(), name);
    const nicknames = (await Promise.all([first, second, early].map((id) => profiles.get(id)))).map(
      (it) => it.nickname,
    );
    expect(nicknames[0]).toBe('alan_mathison_turing');
    for (const nickname of nicknames.slice(1)) expect(nickname).toMatch(/^alan_mathison_turing_[a-z0-9]{6}$/);
    expect(await eventsOf(early)).toMatchObject([{ payload: { version: 2, user: { nickname: nicknames[2] } } }]);
  });

  it('keeps the nickname that its owner has chosen, whatever the name, and a generated one for a name without letters', async () => {
    const chosen = await newcomer('the_countess');
    await deliver(chosen, uuidv7(), 'Ada Lovelace');
    expect((await profiles.get(chosen)).nickname).toBe('the_countess');
    const unnamed = uuidv7();
    await deliver(unnamed, uuidv7(), '山田太郎');
    expect((await profiles.get(unnamed)).nickname).toMatch(/^user_[a-z0-9]{10}$/);
  });

  it('is made once where the event and the first requests come together', async () => {
    for (let round = 0; round < 20; round++) {
      const id = uuidv7();
      const seen = await Promise.all([
        profiles.getMe(id),
        deliver(id).then(() => profiles.get(id)),
        profiles.updateMe(id, {}),
        profiles.getMe(id),
        profiles.updateMe(id, {}),
      ]);
      expect(new Set(seen.map(({ nickname }) => nickname)).size).toBe(1);
    }
  });

  it('takes another nickname where the generated one is taken', async () => {
    await newcomer('taken_before');
    vi.spyOn(generated, 'generateNickname').mockReturnValueOnce('TAKEN_before').mockReturnValueOnce('taken_before');
    const { nickname } = await profiles.getMe(uuidv7());
    expect(nickname).toMatch(/^user_/);
  });

  it('changes with an event for the person alone, and a higher version', async () => {
    const id = await newcomer('grace');
    const changed = await profiles.updateMe(id, { about: 'admiral' });
    expect(changed).toMatchObject({ nickname: 'grace', about: 'admiral', version: 3 });
    expect(await profiles.get(id)).toEqual(changed);
    const user = { id, nickname: 'grace', createdAt: changed.createdAt.toISOString() };
    expect(await eventsOf(id)).toEqual([
      expect.objectContaining({ payload: { user, version: 2 } }),
      {
        type: 'user.profile_updated.v1',
        payload: { user: { ...user, about: 'admiral' }, version: 3 },
        recipients: [id],
      },
    ]);
  });

  it('stays as it is, without an event, where nothing differs', async () => {
    const id = await newcomer('edsger');
    const before = await profiles.updateMe(id, { about: '' });
    const events = await eventsOf(id);
    expect(await profiles.updateMe(id, {})).toEqual(before);
    expect(await profiles.updateMe(id, { nickname: 'edsger', about: '' })).toEqual(before);
    expect(await eventsOf(id)).toEqual(events);
  });

  it('may change the case of its own nickname, and give it up to another', async () => {
    const id = await newcomer('barbara');
    expect((await profiles.updateMe(id, { nickname: 'Barbara' })).nickname).toBe('Barbara');
    await expect(newcomer('BARBARA')).rejects.toThrow(NicknameTakenError);
    await profiles.updateMe(id, { nickname: 'liskov' });
    await expect(newcomer('BARBARA')).resolves.toBeDefined();
  });

  it('is left whole by a nickname that is taken', async () => {
    await newcomer('alan');
    const id = await newcomer('alonzo');
    await expect(profiles.updateMe(id, { nickname: 'ALAN', about: 'x' })).rejects.toThrow(NicknameTakenError);
    expect(await profiles.get(id)).toMatchObject({ nickname: 'alonzo', about: null, version: 2 });
  });

  it('gives one nickname, claimed by fifty, twenty at a time, to one of them', async () => {
    const outcomes: PromiseSettledResult<string>[] = [];
    // As many at a time as the pool has connections: more would only wait for one, and on a busy machine too long.
    for (const size of [20, 20, 10]) {
      const claims = Array.from({ length: size }, (_, i) => newcomer(i % 2 === 0 ? 'wanted' : 'WANTED'));
      outcomes.push(...(await Promise.allSettled(claims)));
    }
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    for (const outcome of outcomes) {
      if (outcome.status === 'rejected') expect(outcome.reason).toBeInstanceOf(NicknameTakenError);
    }
  });

  it('never deadlocks where two swap their nicknames at once', async () => {
    for (let round = 0; round < 300; round++) {
      const nicknames = [`swap_a${round}`, `swap_b${round}`];
      const ids = await Promise.all(nicknames.map(newcomer));
      const swaps = ids.map((id, i) => profiles.updateMe(id, { nickname: nicknames[1 - i] }));
      const taken = { status: 'rejected', reason: new NicknameTakenError() };
      expect(await Promise.allSettled(swaps)).toEqual([taken, taken]);
    }
  });

  it('counts every one of concurrent changes', async () => {
    const id = await newcomer('busy');
    await Promise.all(Array.from({ length: 20 }, (_, i) => profiles.updateMe(id, { about: `text ${i}` })));
    expect((await profiles.get(id)).version).toBe(22);
    const versions = (await eventsOf(id)).map(({ payload }) => payload.version);
    expect(versions).toEqual(Array.from({ length: 21 }, (_, i) => i + 2));
  });

  it('answers for many at once, leaving out the unknown, and for a stranger with USER_NOT_FOUND', async () => {
    const ids = await Promise.all([newcomer('many_1'), newcomer('many_2')]);
    const found = await profiles.getMany([...ids, ids[0], uuidv7()]);
    expect(found.map(({ nickname }) => nickname).sort()).toEqual(['many_1', 'many_2']);
    expect(await profiles.getMany([])).toEqual([]);
    await expect(profiles.get(uuidv7())).rejects.toThrow(UserNotFoundError);
  });
});
