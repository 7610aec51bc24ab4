import { eventually } from '@messenger/testing';
import { beforeAll, describe, expect, inject, it } from 'vitest';
import { Api, type Answer } from '../support/api.js';
import { aChat, aPerson, makeFriends, refusal, send, type Person } from '../support/people.js';

const api = new Api(inject('gatewayUrl'));

interface Event {
  id: string;
  type: string;
  time: string;
  // eslint-disable-next-line @typescript-eslint/no-explicit-any -- what the API answers is what the tests are about
  data: any;
}

const read = (person: Person, cursor?: string, limit?: number): Promise<Answer> => {
  const query = new URLSearchParams({ ...(cursor && { cursor }), ...(limit && { limit: String(limit) }) });
  return person.api.get(`/v1/events?${query.toString()}`);
};
const now = async (person: Person): Promise<string> => (await read(person)).body.nextCursor as string;
const profileOf = async ({ id, api }: Person) => {
  const { nickname } = (await api.get('/v1/users/me')).body as { nickname: string };
  return { id, nickname, avatarUrl: null };
};

/** Everything after the cursor, page by page, once there are so many: the log is numbered a moment after the commit. */
async function events(person: Person, cursor: string, count: number, limit = 100): Promise<Event[]> {
  const all: Event[] = [];
  let next = cursor;
  await eventually(async () => {
    const { body } = await read(person, next, limit);
    all.push(...(body.events as Event[]));
    next = body.nextCursor as string;
    expect(all.length).toBeGreaterThanOrEqual(count);
  });
  expect((await read(person, next)).body.events).toEqual([]);
  return all;
}

describe('without a cursor', () => {
  it('there are no events, only where now is', async () => {
    const { ada, chatId } = await aChat(api);
    await send(ada, chatId, 'before');
    const answer = await read(ada);
    expect(answer.status).toBe(200);
    expect(answer.body).toEqual({ events: [], nextCursor: expect.stringMatching(/^[\w-]+$/), hasMore: false });
  });
});

describe('an event', () => {
  let ada: Person;
  let grace: Person;

  beforeAll(async () => {
    [ada, grace] = await Promise.all([aPerson(api), aPerson(api)]);
  });

  it('of a request, an answer and a friendship shows the other and my side', async () => {
    const cursor = await now(ada);
    const { body: asked } = await ada.api.post('/v1/friend-requests', { userId: grace.id });
    await ada.api.delete(`/v1/friend-requests/${asked.id}`);
    const { body: second } = await grace.api.post('/v1/friend-requests', { userId: ada.id });
    await ada.api.post(`/v1/friend-requests/${second.id}/decline`);
    await makeFriends(ada, grace);
    await ada.api.delete(`/v1/friends/${grace.id}`);
    const [hers, mine] = [await events(grace, cursor, 7), await events(ada, cursor, 7)];
    expect(mine.map(({ type }) => type)).toEqual([
      'subscriber.friend_request_sent.v1',
      'subscriber.friend_request_cancelled.v1',
      'subscriber.friend_request_sent.v1',
      'subscriber.friend_request_declined.v1',
      'subscriber.friend_request_sent.v1',
      'subscriber.friendship_started.v1',
      'subscriber.friendship_ended.v1',
    ]);
    expect(hers.map(({ id }) => id)).toEqual(mine.map(({ id }) => id));
    for (const { time } of mine) expect(time).toMatch(/Z$/);
    const user = await profileOf(grace);
    expect(mine[0]?.data).toEqual({ ...asked, user });
    expect(mine[1]?.data).toEqual({ ...asked, status: 'cancelled', user });
    expect(mine[2]?.data).toEqual({ ...second, userId: grace.id, direction: 'incoming', user });
    expect(hers[2]?.data).toEqual({ ...second, user: await profileOf(ada) });
    expect(mine[3]?.data).toMatchObject({ id: second.id, status: 'declined', direction: 'incoming' });
    expect(mine[5]?.data).toEqual({ user, status: 'confirmed', since: expect.stringMatching(/Z$/) });
    expect(mine[6]?.data).toEqual({ user });
  });

  it('of my profile shows it, to me alone', async () => {
    const [mine, hers] = [await now(ada), await now(grace)];
    const { body: profile } = await ada.api.patch('/v1/users/me', { about: 'Countess' });
    expect((await events(ada, mine, 1)).map(({ type, data }) => ({ type, data }))).toEqual([
      { type: 'user.profile_updated.v1', data: profile },
    ]);
    expect((await read(grace, hers)).body.events).toEqual([]);
  });

  it('of a message is what the message is now, of a reading the position', async () => {
    const { ada, grace, chatId } = await aChat(api);
    const cursor = await now(grace);
    const { body: sent } = await send(ada, chatId, 'hello');
    expect(await events(grace, cursor, 1)).toMatchObject([{ type: 'chat.message_sent.v1', data: sent }]);
    const path = `/v1/chats/${chatId}/messages/${sent.id}`;
    const { body: edited } = await ada.api.patch(path, { text: 'Hello!' });
    await grace.api.put(`/v1/chats/${chatId}/read`, { seq: 1 });
    expect((await events(grace, cursor, 3)).map(({ type, data }) => ({ type, data }))).toEqual([
      { type: 'chat.message_sent.v1', data: edited },
      { type: 'chat.message_edited.v1', data: edited },
      { type: 'chat.read.v1', data: { chatId, userId: grace.id, seq: 1 } },
    ]);
    await ada.api.delete(path);
    const { body: history } = await ada.api.get(`/v1/chats/${chatId}/messages`);
    const afterwards = await events(grace, cursor, 4);
    expect(afterwards.at(-1)).toMatchObject({ type: 'chat.message_deleted.v1', data: history.messages[0] });
    expect(JSON.stringify(afterwards).toLowerCase()).not.toContain('hello');
  });

  it('of a chat is nothing to a stranger, nor to one who is no longer a friend', async () => {
    const { ada, grace, chatId } = await aChat(api);
    const { id } = (await send(ada, chatId, 'before')).body as { id: string };
    const stranger = await aPerson(api);
    await ada.api.put(`/v1/blocks/${grace.id}`);
    await eventually(async () => {
      expect((await ada.api.post(`/v1/chats/${chatId}/messages`, { text: 'after' })).status).toBe(403);
    });
    const [mine, hers, theirs] = [await now(ada), await now(grace), await now(stranger)];
    await ada.api.delete(`/v1/chats/${chatId}/messages/${id}`);
    await events(ada, mine, 1);
    expect((await read(stranger, theirs)).body.events).toEqual([]);
    expect((await read(grace, hers)).body.events).toEqual([]);
  });
});

describe('reading page by page', () => {
  it('shows every event once, in its order, whatever the limit', async () => {
    const { ada, grace, chatId } = await aChat(api);
    const cursor = await now(grace);
    for (let n = 1; n <= 7; n++) {
      await send(ada, chatId, `message ${n}`);
      if (n % 3 === 0) await grace.api.patch('/v1/users/me', { about: `about ${n}` });
    }
    const whole = await events(grace, cursor, 9);
    for (const limit of [1, 2, 4]) expect(await events(grace, cursor, 9, limit)).toEqual(whole);
    const seqs = whole.flatMap(({ type, data }) => (type.startsWith('chat.') ? [data.seq as number] : []));
    expect(seqs).toEqual([1, 2, 3, 4, 5, 6, 7]);
    const first = await read(grace, cursor, 4);
    expect(first.body).toMatchObject({ hasMore: true });
    expect(first.body.events).toHaveLength(4);
  });

  it('moves the cursor past what happened to others', async () => {
    const { ada, grace, chatId } = await aChat(api);
    const stranger = await aPerson(api);
    const before = await now(stranger);
    await send(ada, chatId, 'not for you');
    await events(grace, await now(grace), 0);
    await eventually(async () => {
      const { body } = await read(stranger, before);
      expect(body).toMatchObject({ events: [], hasMore: false });
      expect(body.nextCursor).not.toBe(before);
    });
  });
});

describe('a cursor', () => {
  const cursorOf = (text: string): string => Buffer.from(text).toString('base64url');

  it.each([
    ['a word', 'hello'],
    ['another version', cursorOf('v2.1.1.1')],
    ['a place too few', cursorOf('v1.1.1')],
    ['a place too many', cursorOf('v1.1.1.1.1')],
    ['a negative place', cursorOf('v1.1.1.-1')],
    ['a place written otherwise', cursorOf('v1.01.1.1')],
    ['a place beyond every number', cursorOf('v1.0.0.9999999999999999')],
    ['padding', `${cursorOf('v1.0.0.0')}=`],
  ])('that is %s is refused and named', async (_what, cursor) => {
    const answer = await read(await aPerson(api), cursor);
    expect(refusal(answer)).toEqual([400, 'VALIDATION_FAILED']);
    expect(answer.body.errors).toEqual([{ field: 'cursor', message: expect.any(String) }]);
  });

  it.each(['v1.0.0.9007199254740991', 'v1.9007199254740991.0.0', 'v1.0.1000000000.0'])(
    'beyond a head has expired, as after a restore from a backup: %s',
    async (text) => {
      expect(refusal(await read(await aPerson(api), cursorOf(text)))).toEqual([410, 'CURSOR_EXPIRED']);
    },
  );

  it.each(['limit=0', 'limit=101', 'limit=x', 'cursor=', 'page=1'])('and ?%s is refused', async (query) => {
    const answer = await (await aPerson(api)).api.get(`/v1/events?${query}`);
    expect(refusal(answer)).toEqual([400, 'VALIDATION_FAILED']);
    expect(answer.body.errors[0].field).toBe(query.split('=')[0]);
  });
});
