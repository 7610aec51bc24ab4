import { randomUUID } from 'node:crypto';
import { beforeAll, describe, expect, inject, it } from 'vitest';
import { entriesAbout, makeAdmin } from '../support/administrators.js';
import { Api, type Answer } from '../support/api.js';
import { aChat, aPerson, oncePossible, refusal, send, type Person } from '../support/people.js';

const api = new Api(inject('gatewayUrl'));

let admin: Person;
let ada: Person;
let grace: Person;
let chatId: string;
/** The messages of the chat, grace's at odd places. */
let ids: string[];

const report = (person: Person, body: object): Promise<Answer> => person.api.post('/v1/reports', body);
const received = async (id: string) =>
  (await admin.api.get(`/v1/admin/reports/${id}`)).body as { messages: { seq: number }[] };

beforeAll(async () => {
  admin = await aPerson(api);
  await makeAdmin(admin.email);
  ({ ada, grace, chatId } = await aChat(api));
  ids = [];
  for (let n = 1; n <= 14; n++) {
    const { body } = await send(n % 2 === 1 ? grace : ada, chatId, `message ${n}`);
    ids.push((body as { id: string }).id);
  }
});

describe('a report', () => {
  it('of a message shows administrators the message as it was, whatever its sender does then', async () => {
    const { status, body } = await report(ada, { userId: grace.id, chatId, messageId: ids[0], text: 'Threatens me' });
    expect([status, body]).toMatchObject([201, { userId: grace.id, chatId, messageId: ids[0], text: 'Threatens me' }]);
    await grace.api.patch(`/v1/chats/${chatId}/messages/${ids[0]}`, { text: 'something nice' });
    expect(await received(body.id as string)).toMatchObject({
      reporter: { id: ada.id },
      reported: { id: grace.id },
      messages: [{ id: ids[0], seq: 1, senderId: grace.id, text: 'message 1' }],
      closedAt: null,
    });
  });

  it.each([
    [7, [2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]],
    [3, [1, 2, 3, 4, 5, 6, 7, 8]],
    [13, [8, 9, 10, 11, 12, 13, 14]],
  ])('of message %i goes with the five on either side, where its author chooses so', async (seq, seqs) => {
    const message = { userId: grace.id, chatId, messageId: ids[seq - 1] };
    const { body } = await report(ada, { ...message, text: 'In context', withContext: true });
    expect((await received(body.id as string)).messages.map((shown) => shown.seq)).toEqual(seqs);
  });

  it('of a person has no messages', async () => {
    const stranger = await aPerson(api);
    const { status, body } = await report(stranger, { userId: grace.id, text: 'Advertises' });
    expect(status).toBe(201);
    expect(await received(body.id as string)).toMatchObject({ chatId: null, messageId: null, messages: [] });
  });

  it('is of what its author has received, and of nothing else', async () => {
    const stranger = await aPerson(api);
    const message = { userId: grace.id, chatId, messageId: ids[0], text: 'x' };
    expect(refusal(await report(stranger, message))).toEqual([404, 'CHAT_NOT_FOUND']);
    expect(refusal(await report(ada, { ...message, messageId: ids[1] }))).toEqual([404, 'MESSAGE_NOT_FOUND']);
    expect(refusal(await report(ada, { ...message, messageId: randomUUID() }))).toEqual([404, 'MESSAGE_NOT_FOUND']);
    expect(refusal(await report(ada, { ...message, userId: randomUUID() }))).toEqual([404, 'USER_NOT_FOUND']);
    await grace.api.delete(`/v1/chats/${chatId}/messages/${ids[12]}`);
    expect(refusal(await report(ada, { ...message, messageId: ids[12] }))).toEqual([404, 'MESSAGE_NOT_FOUND']);
  });

  it.each([
    ['of oneself', () => ({ userId: ada.id, text: 'x' })],
    ['without words', () => ({ userId: grace.id, text: ' ' })],
    ['of a message nowhere', () => ({ userId: grace.id, messageId: ids[0], text: 'x' })],
    ['with the context of no message', () => ({ userId: grace.id, withContext: true, text: 'x' })],
  ])('%s is refused', async (_what, body) => {
    expect(refusal(await report(ada, body()))).toEqual([400, 'VALIDATION_FAILED']);
  });

  it('is one of twenty a day, also where they come at once', async () => {
    const author = await aPerson(api);
    const answers = await Promise.all(
      Array.from({ length: 23 }, () => oncePossible(() => report(author, { userId: grace.id, text: 'x' }))),
    );
    const statuses = answers.map(({ status }) => status).sort();
    expect(statuses).toEqual([...Array<number>(20).fill(201), 429, 429, 429]);
    expect(Number(answers.find(({ status }) => status === 429)?.headers.get('retry-after'))).toBeGreaterThan(0);
  });
});

it('an administrator closes a report, and the audit log says so', async () => {
  const { body } = await report(ada, { userId: grace.id, text: 'To be closed' });
  const path = `/v1/admin/reports/${body.id}`;
  const closed = await admin.api.put(`${path}/closure`, { note: 'Talked to both' });
  expect(closed.body).toMatchObject({ id: body.id, closedBy: admin.id, note: 'Talked to both' });
  const again = await admin.api.put(`${path}/closure`, { note: 'Suspended her' });
  expect(again.body).toMatchObject({ closedAt: closed.body.closedAt, note: 'Suspended her' });
  const listed = async (state: string) =>
    ((await admin.api.get(`/v1/admin/reports?state=${state}&pageSize=100`)).body.reports as { id: string }[]).map(
      ({ id }) => id,
    );
  expect(await listed('closed')).toContain(body.id);
  expect(await listed('open')).not.toContain(body.id);
  expect(await entriesAbout(admin, grace.id)).toMatchObject([
    { action: 'close_report', adminId: admin.id, targetId: grace.id, reason: 'Suspended her' },
    { action: 'close_report', adminId: admin.id, targetId: grace.id, reason: 'Talked to both' },
  ]);
  expect(refusal(await admin.api.put(`/v1/admin/reports/${randomUUID()}/closure`, { note: 'x' }))).toEqual([
    404,
    'REPORT_NOT_FOUND',
  ]);
});
