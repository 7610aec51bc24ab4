import { randomUUID } from 'node:crypto';
import { beforeEach, describe, expect, inject, it } from 'vitest';
import { Api } from '../support/api.js';
import { aPerson, makeFriends, refusal, type Person } from '../support/people.js';

const api = new Api(inject('gatewayUrl'));

let ada: Person;
let grace: Person;

beforeEach(async () => {
  [ada, grace] = await Promise.all([aPerson(api), aPerson(api)]);
});

const ask = (from: Person, to: Person) => from.api.post('/v1/friend-requests', { userId: to.id });

async function profileOf(person: Person): Promise<object> {
  const { id, nickname, avatarUrl } = (await person.api.get('/v1/users/me')).body as Record<string, unknown>;
  return { id, nickname, avatarUrl };
}

describe('a friend request', () => {
  it('is pending for both, and listed with the other', async () => {
    const asked = await ask(ada, grace);
    expect(asked.status).toBe(201);
    expect(asked.body).toEqual({
      id: expect.any(String),
      userId: grace.id,
      direction: 'outgoing',
      status: 'pending',
      createdAt: expect.stringMatching(/Z$/),
    });
    const incoming = await grace.api.get('/v1/friend-requests?direction=incoming');
    expect(incoming.body).toEqual({
      friendRequests: [{ ...asked.body, userId: ada.id, direction: 'incoming', user: await profileOf(ada) }],
      nextPageToken: '',
    });
    const outgoing = await ada.api.get('/v1/friend-requests?direction=outgoing');
    expect(outgoing.body.friendRequests).toEqual([{ ...asked.body, user: await profileOf(grace) }]);
    const pending = await ada.api.get('/v1/friends?status=pending');
    expect(pending.body.friends).toEqual([
      { user: await profileOf(grace), status: 'pending', since: asked.body.createdAt },
    ]);
    expect((await ada.api.get('/v1/friends')).body.friends).toEqual([]);
  });

  it('changes nothing when it is repeated', async () => {
    const asked = await ask(ada, grace);
    const again = await ask(ada, grace);
    expect(again.status).toBe(200);
    expect(again.body).toEqual(asked.body);
  });

  it('makes friends where the other has asked already', async () => {
    await ask(ada, grace);
    const crossed = await ask(grace, ada);
    expect(crossed.status).toBe(200);
    expect(crossed.body.status).toBe('accepted');
    expect(refusal(await ask(ada, grace))).toEqual([409, 'ALREADY_FRIENDS']);
  });

  it('becomes a friendship when the recipient accepts, once or twice', async () => {
    const { id } = (await ask(ada, grace)).body as { id: string };
    const accepted = await grace.api.post(`/v1/friend-requests/${id}/accept`);
    expect(accepted.status).toBe(200);
    expect(accepted.body).toMatchObject({ id, userId: ada.id, direction: 'incoming', status: 'accepted' });
    const again = await grace.api.post(`/v1/friend-requests/${id}/accept`);
    expect(again.status).toBe(200);
    expect(again.body).toEqual(accepted.body);
    for (const [one, other] of [
      [ada, grace],
      [grace, ada],
    ] as const) {
      expect((await one.api.get('/v1/friends')).body.friends).toEqual([
        { user: await profileOf(other), status: 'confirmed', since: expect.stringMatching(/Z$/) },
      ]);
    }
    expect((await grace.api.get('/v1/friend-requests')).body.friendRequests).toEqual([]);
    expect(refusal(await grace.api.post(`/v1/friend-requests/${id}/decline`))).toEqual([
      409,
      'FRIEND_REQUEST_NOT_PENDING',
    ]);
  });

  it('is answered by nobody but its recipient', async () => {
    const { id } = (await ask(ada, grace)).body as { id: string };
    const stranger = await aPerson(api);
    for (const person of [ada, stranger]) {
      for (const answer of ['accept', 'decline']) {
        const refused = await person.api.post(`/v1/friend-requests/${id}/${answer}`);
        expect(refusal(refused)).toEqual([404, 'FRIEND_REQUEST_NOT_FOUND']);
      }
    }
    expect(refusal(await grace.api.delete(`/v1/friend-requests/${id}`))).toEqual([404, 'FRIEND_REQUEST_NOT_FOUND']);
  });

  it('can be declined; then the requester waits, and the recipient need not', async () => {
    const { id } = (await ask(ada, grace)).body as { id: string };
    const declined = await grace.api.post(`/v1/friend-requests/${id}/decline`);
    expect(declined.status).toBe(200);
    expect(declined.body.status).toBe('declined');
    expect(refusal(await ask(ada, grace))).toEqual([403, 'REQUEST_NOT_ALLOWED']);
    expect(refusal(await grace.api.post(`/v1/friend-requests/${id}/accept`))).toEqual([
      409,
      'FRIEND_REQUEST_NOT_PENDING',
    ]);
    expect((await ask(grace, ada)).status).toBe(201);
  });

  it('can be taken back by the requester', async () => {
    const { id } = (await ask(ada, grace)).body as { id: string };
    expect((await ada.api.delete(`/v1/friend-requests/${id}`)).status).toBe(204);
    expect((await grace.api.get('/v1/friend-requests')).body.friendRequests).toEqual([]);
    expect(refusal(await grace.api.post(`/v1/friend-requests/${id}/accept`))).toEqual([
      409,
      'FRIEND_REQUEST_NOT_PENDING',
    ]);
    expect((await ask(ada, grace)).status).toBe(201);
  });

  it('cannot go to oneself or to nobody', async () => {
    const toOneself = await ask(ada, ada);
    expect(refusal(toOneself)).toEqual([400, 'VALIDATION_FAILED']);
    expect(toOneself.body.errors[0].field).toBe('userId');
    const toNobody = await ada.api.post('/v1/friend-requests', { userId: randomUUID() });
    expect(refusal(toNobody)).toEqual([404, 'USER_NOT_FOUND']);
    const upperCase = await ada.api.post('/v1/friend-requests', { userId: ada.id.toUpperCase() });
    expect(refusal(upperCase)).toEqual([400, 'VALIDATION_FAILED']);
  });
});

describe('a friendship', () => {
  it('ends for both, and ends once', async () => {
    await makeFriends(ada, grace);
    expect((await ada.api.delete(`/v1/friends/${grace.id}`)).status).toBe(204);
    expect((await grace.api.get('/v1/friends')).body.friends).toEqual([]);
    expect(refusal(await grace.api.delete(`/v1/friends/${ada.id}`))).toEqual([404, 'NOT_FRIENDS']);
    expect((await ask(grace, ada)).status).toBe(201);
  });
});

describe('a block', () => {
  it('ends the friendship and refuses requests both ways, without saying why', async () => {
    await makeFriends(ada, grace);
    expect((await ada.api.put(`/v1/blocks/${grace.id}`)).status).toBe(204);
    expect((await ada.api.put(`/v1/blocks/${grace.id}`)).status).toBe(204);
    expect((await grace.api.get('/v1/friends')).body.friends).toEqual([]);
    expect(refusal(await ask(grace, ada))).toEqual([403, 'REQUEST_NOT_ALLOWED']);
    expect(refusal(await ask(ada, grace))).toEqual([403, 'REQUEST_NOT_ALLOWED']);
    expect((await ada.api.get('/v1/blocks')).body).toEqual({
      blocks: [{ user: await profileOf(grace), createdAt: expect.stringMatching(/Z$/) }],
      nextPageToken: '',
    });
    expect((await grace.api.get('/v1/blocks')).body.blocks).toEqual([]);
    expect((await ada.api.delete(`/v1/blocks/${grace.id}`)).status).toBe(204);
    expect((await ask(grace, ada)).status).toBe(201);
  });

  it('takes a pending request back', async () => {
    const { id } = (await ask(ada, grace)).body as { id: string };
    await grace.api.put(`/v1/blocks/${ada.id}`);
    expect((await ada.api.get('/v1/friend-requests?direction=outgoing')).body.friendRequests).toEqual([]);
    expect((await grace.api.post(`/v1/friend-requests/${id}/accept`)).status).toBe(409);
  });

  it('is not for oneself, nor for nobody', async () => {
    expect(refusal(await ada.api.put(`/v1/blocks/${ada.id}`))).toEqual([400, 'VALIDATION_FAILED']);
    expect(refusal(await ada.api.put(`/v1/blocks/${randomUUID()}`))).toEqual([404, 'USER_NOT_FOUND']);
  });
});

describe('the lists', () => {
  it('are read page by page, newest first, none twice, none missing', async () => {
    const others = await Promise.all(Array.from({ length: 7 }, () => aPerson(api)));
    await Promise.all(others.map((other) => ask(other, ada)));
    const ids: string[] = [];
    let pageToken = '';
    do {
      const { body } = await ada.api.get(`/v1/friend-requests?pageSize=2&pageToken=${pageToken}`);
      ids.push(...(body.friendRequests as { userId: string }[]).map(({ userId }) => userId));
      pageToken = body.nextPageToken as string;
    } while (pageToken !== '');
    expect(ids).toHaveLength(7);
    expect(new Set(ids)).toEqual(new Set(others.map(({ id }) => id)));
  });

  it.each([
    ['/v1/friend-requests?direction=sideways', 'direction'],
    ['/v1/friend-requests?pageSize=101', 'pageSize'],
    ['/v1/friend-requests?pageToken=%00', 'pageToken'],
    ['/v1/friends?status=enemies', 'status'],
    ['/v1/friends?pageToken=bm9uc2Vuc2U', 'pageToken'],
    ['/v1/blocks?pageSize=-1', 'pageSize'],
  ])('refuse %s and name the field', async (path, field) => {
    const answer = await ada.api.get(path);
    expect(refusal(answer)).toEqual([400, 'VALIDATION_FAILED']);
    expect(answer.body.errors[0].field).toBe(field);
  });
});
