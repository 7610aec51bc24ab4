import { randomUUID } from 'node:crypto';
import { beforeEach, describe, expect, inject, it } from 'vitest';
import { Api } from '../support/api.js';
import { aChat, aPerson, makeFriends, refusal, send, type Person } from '../support/people.js';
import { eventuallyAnswered } from '../support/eventually-answered.js';

const api = new Api(inject('gatewayUrl'));

let ada: Person;
let grace: Person;
let chatId: string;

beforeEach(async () => {
  ({ ada, grace, chatId } = await aChat(api));
});

describe('a direct chat', () => {
  it('is one, for both', async () => {
    const again = await grace.api.post('/v1/chats/direct', { userId: ada.id });
    expect(again.status).toBe(200);
    const { nickname } = (await ada.api.get('/v1/users/me')).body as { nickname: string };
    expect(again.body).toEqual({
      id: chatId,
      peer: { id: ada.id, nickname, avatarUrl: null },
      lastMessage: null,
      lastSeq: 0,
      readSeq: 0,
      peerReadSeq: 0,
      unreadCount: 0,
      updatedAt: expect.stringMatching(/Z$/),
    });
  });

  it('is for friends alone', async () => {
    const stranger = await aPerson(api);
    expect(refusal(await ada.api.post('/v1/chats/direct', { userId: stranger.id }))).toEqual([403, 'NOT_FRIENDS']);
    expect(refusal(await ada.api.post('/v1/chats/direct', { userId: ada.id }))).toEqual([400, 'VALIDATION_FAILED']);
  });

  it('does not exist for a stranger', async () => {
    const stranger = await aPerson(api);
    const { id } = (await send(ada, chatId, 'secret')).body as { id: string };
    const answers = await Promise.all([
      stranger.api.get(`/v1/chats/${chatId}`),
      stranger.api.get(`/v1/chats/${chatId}/messages`),
      stranger.api.post(`/v1/chats/${chatId}/messages`, { text: 'hello' }),
      stranger.api.patch(`/v1/chats/${chatId}/messages/${id}`, { text: 'hello' }),
      stranger.api.delete(`/v1/chats/${chatId}/messages/${id}`),
      stranger.api.put(`/v1/chats/${chatId}/read`, { seq: 1 }),
      stranger.api.get(`/v1/chats/${randomUUID()}`),
    ]);
    for (const answer of answers) expect(refusal(answer)).toEqual([404, 'CHAT_NOT_FOUND']);
    expect((await stranger.api.get('/v1/chats')).body.chats).toEqual([]);
  });
});

describe('a message', () => {
  it('is stored without white space at its end, numbered, and seen by both', async () => {
    const sent = await send(ada, chatId, '  Hello, Grace! 🦊\n');
    expect(sent.body).toEqual({
      id: expect.any(String),
      chatId,
      seq: 1,
      senderId: ada.id,
      text: '  Hello, Grace! 🦊',
      clientMessageId: null,
      createdAt: expect.stringMatching(/Z$/),
      editedAt: null,
      deletedAt: null,
    });
    const history = await grace.api.get(`/v1/chats/${chatId}/messages`);
    expect(history.body).toEqual({ messages: [sent.body], hasMore: false, lastSeq: 1, readSeq: 0, peerReadSeq: 0 });
    const chat = await grace.api.get(`/v1/chats/${chatId}`);
    expect(chat.body).toMatchObject({ lastMessage: sent.body, lastSeq: 1, unreadCount: 1 });
    expect((await ada.api.get(`/v1/chats/${chatId}`)).body).toMatchObject({ readSeq: 0, unreadCount: 0 });
  });

  it('is safe to repeat under its clientMessageId, compared with the text first sent', async () => {
    const message = { text: 'once', clientMessageId: randomUUID() };
    const path = `/v1/chats/${chatId}/messages`;
    const first = await ada.api.post(path, message);
    expect(first.status).toBe(201);
    expect(first.body.clientMessageId).toBe(message.clientMessageId);
    const again = await ada.api.post(path, message);
    expect([again.status, again.body]).toEqual([200, first.body]);
    const other = await ada.api.post(path, { ...message, text: 'twice' });
    expect(refusal(other)).toEqual([409, 'CLIENT_MESSAGE_ID_REUSED']);
    await ada.api.patch(`${path}/${first.body.id}`, { text: 'edited' });
    expect((await ada.api.post(path, message)).body).toMatchObject({ id: first.body.id, text: 'edited' });
    await ada.api.delete(`${path}/${first.body.id}`);
    expect((await ada.api.post(path, message)).body).toMatchObject({ id: first.body.id, text: null });
    await ada.api.delete(`/v1/friends/${grace.id}`);
    expect((await ada.api.post(path, message)).status).toBe(200);
    expect((await grace.api.post(path, { ...message, text: 'once' })).status).not.toBe(200);
  });

  it('is edited and deleted by its sender alone', async () => {
    const { id } = (await send(ada, chatId, 'first')).body as { id: string };
    const path = `/v1/chats/${chatId}/messages/${id}`;
    expect(refusal(await grace.api.patch(path, { text: 'mine' }))).toEqual([404, 'MESSAGE_NOT_FOUND']);
    expect(refusal(await grace.api.delete(path))).toEqual([404, 'MESSAGE_NOT_FOUND']);
    const edited = await ada.api.patch(path, { text: ' second ' });
    expect(edited.status).toBe(200);
    expect(edited.body).toMatchObject({ id, seq: 1, text: ' second', editedAt: expect.stringMatching(/Z$/) });
    expect((await ada.api.delete(path)).status).toBe(204);
    expect((await ada.api.delete(path)).status).toBe(204);
    const { messages } = (await grace.api.get(`/v1/chats/${chatId}/messages`)).body as { messages: object[] };
    expect(messages).toEqual([expect.objectContaining({ id, seq: 1, text: null, deletedAt: expect.any(String) })]);
    expect(refusal(await ada.api.patch(path, { text: 'third' }))).toEqual([404, 'MESSAGE_NOT_FOUND']);
    const unknown = await ada.api.patch(`/v1/chats/${chatId}/messages/${randomUUID()}`, { text: 'x' });
    expect(refusal(unknown)).toEqual([404, 'MESSAGE_NOT_FOUND']);
    expect((await grace.api.get(`/v1/chats/${chatId}`)).body.unreadCount).toBe(0);
  });

  it('needs a friendship; the history stays readable', async () => {
    const { id } = (await send(ada, chatId, 'before')).body as { id: string };
    await grace.api.delete(`/v1/friends/${ada.id}`);
    const refused = await eventuallyAnswered(403, () =>
      ada.api.post(`/v1/chats/${chatId}/messages`, { text: 'after' }),
    );
    expect(refusal(refused)).toEqual([403, 'NOT_FRIENDS']);
    const edit = await ada.api.patch(`/v1/chats/${chatId}/messages/${id}`, { text: 'changed' });
    expect(refusal(edit)).toEqual([403, 'NOT_FRIENDS']);
    // One may have slipped through before chat-service got the event of the end.
    const { messages } = (await ada.api.get(`/v1/chats/${chatId}/messages`)).body as { messages: { id: string }[] };
    expect(messages[0]?.id).toBe(id);
    expect((await ada.api.post('/v1/chats/direct', { userId: grace.id })).status).toBe(200);
    await makeFriends(grace, ada);
    await eventuallyAnswered(201, () => ada.api.post(`/v1/chats/${chatId}/messages`, { text: 'again' }));
  });

  it.each([
    ['no text', {}, 'text'],
    ['nothing but white space', { text: ' \n\t ' }, 'text'],
    ['4,097 characters', { text: 'x'.repeat(4_097) }, 'text'],
    ['NUL', { text: 'a\0b' }, 'text'],
    ['half a surrogate pair', { text: 'a\udc00' }, 'text'],
    ['a number', { text: 5 }, 'text'],
    ['an id that is no UUID', { text: 'x', clientMessageId: '5' }, 'clientMessageId'],
    ['null for an id', { text: 'x', clientMessageId: null }, 'clientMessageId'],
    ['a foreign chat in the body', { text: 'x', chatId: randomUUID() }, 'chatId'],
    ['a sender', { text: 'x', senderId: randomUUID() }, 'senderId'],
  ])('with %s is refused and the field named', async (_what, body, field) => {
    const answer = await ada.api.post(`/v1/chats/${chatId}/messages`, body);
    expect(refusal(answer)).toEqual([400, 'VALIDATION_FAILED']);
    expect(answer.body.errors).toEqual([{ field, message: expect.any(String) }]);
  });

  it('may have 4,096 characters of any size', async () => {
    const sent = await send(ada, chatId, '🦊'.repeat(4_096));
    expect(sent.body.text).toBe('🦊'.repeat(4_096));
  });
});

describe('the history', () => {
  beforeEach(async () => {
    for (let n = 1; n <= 7; n++) await send(n % 2 === 0 ? grace : ada, chatId, `message ${n}`);
  });

  const read = async (query: string): Promise<{ seqs: number[]; hasMore: boolean }> => {
    const { status, body } = await grace.api.get(`/v1/chats/${chatId}/messages?${query}`);
    expect(status).toBe(200);
    return { seqs: (body.messages as { seq: number }[]).map(({ seq }) => seq), hasMore: body.hasMore as boolean };
  };

  it('is read from the newest backwards, or from a place onwards', async () => {
    expect(await read('')).toEqual({ seqs: [1, 2, 3, 4, 5, 6, 7], hasMore: false });
    expect(await read('limit=3')).toEqual({ seqs: [5, 6, 7], hasMore: true });
    expect(await read('limit=3&beforeSeq=5')).toEqual({ seqs: [2, 3, 4], hasMore: true });
    expect(await read('limit=3&beforeSeq=2')).toEqual({ seqs: [1], hasMore: false });
    expect(await read('limit=3&afterSeq=2')).toEqual({ seqs: [3, 4, 5], hasMore: true });
    expect(await read('limit=3&afterSeq=5')).toEqual({ seqs: [6, 7], hasMore: false });
    expect(await read('afterSeq=7')).toEqual({ seqs: [], hasMore: false });
  });

  it.each(['limit=0', 'limit=101', 'limit=x', 'beforeSeq=-1', 'afterSeq=1.5', 'afterSeq=99999999999', 'page=1'])(
    'refuses ?%s',
    async (query) => {
      const answer = await ada.api.get(`/v1/chats/${chatId}/messages?${query}`);
      expect(refusal(answer)).toEqual([400, 'VALIDATION_FAILED']);
      expect(answer.body.errors[0].field).toBe(query.split('=')[0]);
    },
  );
});

describe('the read position', () => {
  const markRead = (person: Person, seq: unknown) => person.api.put(`/v1/chats/${chatId}/read`, { seq });

  it('moves forwards, never past the end, and is shown to the other', async () => {
    for (let n = 1; n <= 3; n++) await send(ada, chatId, `message ${n}`);
    expect((await markRead(grace, 2)).body).toEqual({ readSeq: 2, unreadCount: 1 });
    expect((await markRead(grace, 1)).body).toEqual({ readSeq: 2, unreadCount: 1 });
    expect((await ada.api.get(`/v1/chats/${chatId}`)).body.peerReadSeq).toBe(2);
    expect((await markRead(grace, 1_000)).body).toEqual({ readSeq: 3, unreadCount: 0 });
    expect((await grace.api.get('/v1/chats')).body.chats[0]).toMatchObject({ readSeq: 3, unreadCount: 0 });
  });

  it('is not sent to somebody who is no longer a friend', async () => {
    await send(ada, chatId, 'hello');
    await ada.api.delete(`/v1/friends/${grace.id}`);
    await eventuallyAnswered(403, () => grace.api.post(`/v1/chats/${chatId}/messages`, { text: 'x' }));
    expect((await markRead(grace, 1)).body).toEqual({ readSeq: 1, unreadCount: 0 });
    expect((await ada.api.get(`/v1/chats/${chatId}`)).body.peerReadSeq).toBe(0);
  });

  it.each([-1, 1.5, '1', null, undefined, 2 ** 31])('refuses %s', async (seq) => {
    const answer = await markRead(ada, seq);
    expect(refusal(answer)).toEqual([400, 'VALIDATION_FAILED']);
    expect(answer.body.errors[0].field).toBe('seq');
  });
});

describe('the list of chats', () => {
  it('has the latest first and is read page by page', async () => {
    const others: string[] = [];
    for (let n = 0; n < 3; n++) {
      const other = await aPerson(api);
      await makeFriends(ada, other);
      const opened = await ada.api.post('/v1/chats/direct', { userId: other.id });
      others.unshift(opened.body.id as string);
    }
    await send(ada, chatId, 'to the top');
    const ids: string[] = [];
    let pageToken = '';
    do {
      const { body } = await ada.api.get(`/v1/chats?pageSize=1&pageToken=${pageToken}`);
      ids.push(...(body.chats as { id: string }[]).map(({ id }) => id));
      pageToken = body.nextPageToken as string;
    } while (pageToken !== '');
    expect(ids).toEqual([chatId, ...others]);
  });
});
