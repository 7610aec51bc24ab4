import { randomBytes, randomUUID } from 'node:crypto';
import pLimit from 'p-limit';
import { describe, expect } from 'vitest';
import type { Answer, Api } from '../../support/api.js';
import { aChat, anEmail, aPerson, makeFriends, PASSWORD, type Person } from '../../support/people.js';
import { it } from '../../support/stack-test.js';

let api: Api;

it.beforeEach(async ({ stack }) => {
  await stack.restore();
  ({ api } = stack);
});

/** How often each status was answered. */
function tally(answers: Answer[]): Record<number, number> {
  const counts: Record<number, number> = {};
  for (const { status } of answers) counts[status] = (counts[status] ?? 0) + 1;
  return counts;
}

function atOnce<T>(count: number, work: (n: number) => Promise<T>): Promise<T[]> {
  return Promise.all(Array.from({ length: count }, (_value, n) => work(n)));
}

/** Repeats `poll` until `work` is done. */
async function whilePolling<T>(work: () => Promise<T>, poll: () => Promise<void>): Promise<T> {
  const state = { working: true };
  const working = work().finally(() => (state.working = false));
  while (state.working) await poll();
  return working;
}

function sendFrom({ api }: Person, chatId: string, n: number): Promise<Answer> {
  return api.post(`/v1/chats/${chatId}/messages`, { text: `message ${n}` });
}

/** `count` people, a few at a time: passwords take their time to hash. */
async function crowd(count: number): Promise<Person[]> {
  const people: Person[] = [];
  while (people.length < count) people.push(...(await atOnce(Math.min(40, count - people.length), () => aPerson(api))));
  return people;
}

describe('at once', () => {
  it('50 registrations of one address in different cases make one account', async () => {
    const email = anEmail('ada');
    const answers = await atOnce(50, (n) =>
      api.post('/v1/auth/register', { email: n % 2 === 0 ? email : email.toUpperCase(), password: PASSWORD }),
    );
    expect(tally(answers)).toEqual({ 201: 1, 409: 49 });
  });

  it('50 claims of one nickname have one winner', async () => {
    const nickname = `ada_${randomBytes(6).toString('hex')}`;
    const people = await crowd(50);
    const answers = await atOnce(50, (n) =>
      people[n]!.api.patch('/v1/users/me', { nickname: n % 2 === 0 ? nickname : nickname.toUpperCase() }),
    );
    expect(tally(answers)).toEqual({ 200: 1, 409: 49 });
  });

  it('200 pairs of crossed friend requests make one friendship each', async () => {
    const people = await crowd(40);
    const pairs = people.flatMap((one, n) => [1, 2, 3, 4, 5].map((step) => [one, people[(n + step) % 40]!] as const));
    expect(pairs).toHaveLength(200);
    const ask = (from: Person, to: Person) => from.api.post('/v1/friend-requests', { userId: to.id });
    // As many at a time as a small machine answers within the gateway's time limit, whatever else it does.
    const inTurn = pLimit(10);
    const crossed = pairs.map(([one, other]) => inTurn(() => Promise.all([ask(one, other), ask(other, one)])));
    const answers = (await Promise.all(crossed)).flat();
    expect(tally(answers)).toEqual({ 201: 200, 200: 200 });
    for (const person of people) {
      const { body } = await person.api.get('/v1/friends?pageSize=100');
      expect(body.friends).toHaveLength(10);
      expect((await person.api.get('/v1/friend-requests')).body.friendRequests).toEqual([]);
    }
  });

  it('50 answers to one request have one outcome', async () => {
    const [ada, grace] = await Promise.all([aPerson(api), aPerson(api)]);
    const { id } = (await ada.api.post('/v1/friend-requests', { userId: grace.id })).body as { id: string };
    const answers = await atOnce(50, (n) =>
      grace.api.post(`/v1/friend-requests/${id}/${n % 2 === 0 ? 'accept' : 'decline'}`),
    );
    const outcomes = new Set(answers.filter(({ status }) => status === 200).map(({ body }) => String(body.status)));
    expect(outcomes.size).toBe(1);
    expect(tally(answers)).toEqual({ 200: 25, 409: 25 });
    const friends = (await ada.api.get('/v1/friends')).body.friends as object[];
    expect(friends).toHaveLength(outcomes.has('accepted') ? 1 : 0);
  });

  it('50 openings of one chat make one', async () => {
    const [ada, grace] = await Promise.all([aPerson(api), aPerson(api)]);
    await makeFriends(ada, grace);
    const answers = await atOnce(50, (n) =>
      n % 2 === 0
        ? ada.api.post('/v1/chats/direct', { userId: grace.id })
        : grace.api.post('/v1/chats/direct', { userId: ada.id }),
    );
    expect(tally(answers)).toEqual({ 201: 1, 200: 49 });
    expect(new Set(answers.map(({ body }) => String(body.id))).size).toBe(1);
  });

  it('20 refreshes of one token make one lineage; an older token then ends it', async () => {
    const person = await aPerson(api);
    const refresh = (refreshToken: string) => api.post('/v1/auth/refresh', { refreshToken });
    const answers = await atOnce(20, () => refresh(person.refreshToken));
    expect(tally(answers)).toEqual({ 200: 20 });
    const successors = new Set(answers.map(({ body }) => String(body.refreshToken)));
    expect(successors.size).toBe(1);
    const next = await refresh([...successors][0]!);
    const last = await refresh(String(next.body.refreshToken));
    expect(last.status).toBe(200);
    expect((await refresh(person.refreshToken)).body.reason).toBe('REFRESH_TOKEN_REUSED');
    expect((await refresh(String(last.body.refreshToken))).status).toBe(401);
  });
});

describe('concurrent sends into one chat', () => {
  it('from both sides are numbered 1 to 200, and a reader never sees one before its predecessor', async () => {
    const { ada, grace, chatId } = await aChat(api);
    const seen: number[][] = [];
    const answers = await whilePolling(
      () => Promise.all(Array.from({ length: 200 }, (_value, n) => sendFrom(n % 2 === 0 ? ada : grace, chatId, n))),
      async () => {
        const after = seen.at(-1)?.at(-1) ?? 0;
        const { body } = await ada.api.get(`/v1/chats/${chatId}/messages?afterSeq=${after}&limit=100`);
        const seqs = (body.messages as { seq: number }[]).map(({ seq }) => seq);
        if (seqs.length > 0) seen.push(seqs);
      },
    );
    expect(tally(answers)).toEqual({ 201: 200 });
    const seqs = answers.map(({ body }) => Number(body.seq)).sort((a, b) => a - b);
    expect(seqs).toEqual(Array.from({ length: 200 }, (_value, n) => n + 1));
    const read = seen.flat();
    expect(read).toEqual(read.map((_seq, n) => n + 1));
    expect(read.length).toBeGreaterThan(0);
  });

  it('under one clientMessageId are one message', async () => {
    const { ada, chatId } = await aChat(api);
    const message = { text: 'only once', clientMessageId: randomUUID() };
    const answers = await atOnce(20, () => ada.api.post(`/v1/chats/${chatId}/messages`, message));
    expect(tally(answers)).toEqual({ 201: 1, 200: 19 });
    expect(new Set(answers.map(({ body }) => JSON.stringify(body))).size).toBe(1);
    const other = await ada.api.post(`/v1/chats/${chatId}/messages`, { ...message, text: 'another' });
    expect([other.status, other.body.reason]).toEqual([409, 'CLIENT_MESSAGE_ID_REUSED']);
    expect((await ada.api.get(`/v1/chats/${chatId}`)).body.lastSeq).toBe(1);
  });
});
