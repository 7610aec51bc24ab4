import { randomBytes, randomUUID } from 'node:crypto';
import { beforeAll, describe, expect, inject, it } from 'vitest';
import { Api } from '../support/api.js';
import { aPerson, refusal, type Person } from '../support/people.js';

const api = new Api(inject('gatewayUrl'));

/** A nickname that nobody has. */
function aNickname(name: string): string {
  return `${name}_${randomBytes(5).toString('hex')}`;
}

describe('a profile', () => {
  let ada: Person;
  beforeAll(async () => {
    ada = await aPerson(api);
  });

  it('begins with a nickname of its own and nothing else', async () => {
    const { status, body } = await ada.api.get('/v1/users/me');
    expect(status).toBe(200);
    expect(body).toEqual({
      id: ada.id,
      nickname: expect.stringMatching(/^[A-Za-z0-9_]{3,32}$/),
      about: null,
      avatarUrl: null,
      createdAt: expect.stringMatching(/Z$/),
    });
  });

  it('changes in the fields that are given', async () => {
    const nickname = aNickname('Ada');
    expect((await ada.api.patch('/v1/users/me', { nickname })).body).toMatchObject({ nickname, about: null });
    const { body } = await ada.api.patch('/v1/users/me', { about: '  Countess of computing 🦊 ' });
    expect(body).toMatchObject({ nickname, about: 'Countess of computing 🦊' });
    expect((await ada.api.patch('/v1/users/me', {})).body).toEqual(body);
    expect((await ada.api.patch('/v1/users/me', { nickname: nickname.toUpperCase() })).status).toBe(200);
    expect((await ada.api.patch('/v1/users/me', { about: '' })).body.about).toBe('');
  });

  it('is public', async () => {
    const stranger = await aPerson(api);
    const own = await ada.api.get('/v1/users/me');
    const seen = await stranger.api.get(`/v1/users/${ada.id}`);
    expect(seen.status).toBe(200);
    expect(seen.body).toEqual(own.body);
    expect(refusal(await ada.api.get(`/v1/users/${randomUUID()}`))).toEqual([404, 'USER_NOT_FOUND']);
    expect(refusal(await ada.api.get('/v1/users/not-a-uuid'))).toEqual([400, 'VALIDATION_FAILED']);
  });

  it("cannot have another's nickname, whatever the case", async () => {
    const nickname = aNickname('grace');
    const grace = await aPerson(api);
    await grace.api.patch('/v1/users/me', { nickname });
    const answer = await ada.api.patch('/v1/users/me', { nickname: nickname.toUpperCase() });
    expect(refusal(answer)).toEqual([409, 'NICKNAME_TAKEN']);
  });

  it.each([
    ['a short nickname', { nickname: 'ab' }, 'nickname'],
    ['a long nickname', { nickname: 'a'.repeat(33) }, 'nickname'],
    ['other letters', { nickname: 'адa' }, 'nickname'],
    ['a nickname with a space', { nickname: 'ada l' }, 'nickname'],
    ['null', { nickname: null }, 'nickname'],
    ['a number', { about: 5 }, 'about'],
    ['a long about', { about: 'x'.repeat(501) }, 'about'],
    ['NUL', { about: 'a\0b' }, 'about'],
    ['half a surrogate pair', { about: '\ud800' }, 'about'],
    ['an unknown field', { id: randomUUID() }, 'id'],
  ])('refuses %s and names the field', async (_what, change, field) => {
    const answer = await ada.api.patch('/v1/users/me', change);
    expect(refusal(answer)).toEqual([400, 'VALIDATION_FAILED']);
    expect(answer.body.errors).toEqual([{ field, message: expect.any(String) }]);
  });
});

describe('search', () => {
  const mark = randomBytes(4).toString('hex');
  let searcher: Person;

  beforeAll(async () => {
    searcher = await aPerson(api);
    const nicknames = [`zo_${mark}`, `zo_${mark}_a`, `zo_${mark}_b`, `zox${mark}`, `Zo_${mark}_C`];
    for (const nickname of nicknames) {
      const person = await aPerson(api);
      expect((await person.api.patch('/v1/users/me', { nickname })).status).toBe(200);
    }
  });

  const search = async (query: string): Promise<string[]> => {
    const { status, body } = await searcher.api.get(`/v1/users?query=${encodeURIComponent(query)}&pageSize=100`);
    expect(status).toBe(200);
    return (body.users as { nickname: string }[]).map(({ nickname }) => nickname);
  };

  it('finds the exact nickname first, then those it begins, whatever the case', async () => {
    const found = await search(`ZO_${mark}`);
    expect(found[0]).toBe(`zo_${mark}`);
    expect(new Set(found.slice(1, 4))).toEqual(new Set([`zo_${mark}_a`, `zo_${mark}_b`, `Zo_${mark}_C`]));
  });

  it('finds similar ones', async () => {
    expect(await search(`zo_${mark}_aa`)).toContain(`zo_${mark}_a`);
  });

  it('takes % and _ as plain characters', async () => {
    expect(await search('%')).toEqual([]);
    const found = await search(`zo_${mark}`);
    const similarOnly = found.indexOf(`zox${mark}`);
    expect(similarOnly === -1 || similarOnly > 3).toBe(true);
  });

  it('is read page by page, none twice, none missing', async () => {
    const whole = await search(`zo_${mark}`);
    const paged: string[] = [];
    let pageToken = '';
    do {
      const { body } = await searcher.api.get(`/v1/users?query=zo_${mark}&pageSize=2&pageToken=${pageToken}`);
      paged.push(...(body.users as { nickname: string }[]).map(({ nickname }) => nickname));
      pageToken = body.nextPageToken as string;
    } while (pageToken !== '');
    expect(paged).toEqual(whole);
  });

  it.each([
    ['', 'query'],
    ['query=', 'query'],
    ['query=%00', 'query'],
    [`query=${'x'.repeat(33)}`, 'query'],
    ['query=a&query=b', 'query'],
    ['query=a&pageSize=0', 'pageSize'],
    ['query=a&pageSize=101', 'pageSize'],
    ['query=a&pageSize=ten', 'pageSize'],
    ['query=a&pageToken=nonsense', 'pageToken'],
    ['query=a&sort=age', 'sort'],
  ])('refuses ?%s and names the field', async (query, field) => {
    const answer = await searcher.api.get(`/v1/users?${query}`);
    expect(refusal(answer)).toEqual([400, 'VALIDATION_FAILED']);
    expect((answer.body.errors as { field: string }[])[0]?.field).toBe(field);
  });
});
