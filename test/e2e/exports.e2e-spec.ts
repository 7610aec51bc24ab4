import { randomUUID } from 'node:crypto';
import { eventually } from '@messenger/testing';
import { beforeAll, describe, expect, inject, it } from 'vitest';
import { Api } from '../support/api.js';
import { aChat, aPerson, refusal, send, type Person } from '../support/people.js';
import { unzipped } from '../support/unzipped.js';

const gatewayUrl = inject('gatewayUrl');
const api = new Api(gatewayUrl);

/** More than one page of the API, and of the file. */
const MESSAGES = 120;

let ada: Person;
let grace: Person;
let chatId: string;
let exportId: string;

const fetchFile = (person: Person, headers: Record<string, string> = {}) =>
  fetch(`${gatewayUrl}/v1/exports/${exportId}/file`, {
    headers: { authorization: `Bearer ${person.accessToken}`, ...headers },
  });

const bytesOf = async (response: Response) => Buffer.from(await response.arrayBuffer());

async function anExportOf(person: Person): Promise<string> {
  const { status, body } = await person.api.post('/v1/exports');
  expect(status, JSON.stringify(body)).toBe(202);
  const id = body.id as string;
  await eventually(async () =>
    expect((await person.api.get(`/v1/exports/${id}`)).body).toMatchObject({ state: 'ready' }),
  );
  return id;
}

beforeAll(async () => {
  ({ ada, grace, chatId } = await aChat(api));
  await ada.api.patch('/v1/users/me', { about: '<b>Countess</b> & more' });
  for (let n = 1; n <= MESSAGES; n++)
    await send(n % 2 === 0 ? ada : grace, chatId, `message ${n} <script>alert(1)</script> 🦊`);
  const { body } = await ada.api.get(`/v1/chats/${chatId}/messages?afterSeq=3&limit=1`);
  await ada.api.delete(`/v1/chats/${chatId}/messages/${body.messages[0].id}`);
  exportId = await anExportOf(ada);
});

describe('an export', () => {
  it('says how far it is, and until when its file is kept', async () => {
    const { body } = await ada.api.get('/v1/exports');
    const counts = { state: 'ready', writtenMessages: MESSAGES, totalMessages: MESSAGES };
    expect(body.exports).toEqual([expect.objectContaining({ id: exportId, ...counts })]);
    const [{ finishedAt, expiresAt }] = body.exports as [{ finishedAt: string; expiresAt: string }];
    expect(Date.parse(expiresAt) - Date.parse(finishedAt)).toBe(7 * 24 * 60 * 60 * 1_000);
  });

  it('has every message once, in the shapes of the API', async () => {
    const entries = unzipped(await bytesOf(await fetchFile(ada)));
    const lines = (name: string): unknown[] =>
      entries
        .get(name)!
        .toString()
        .trimEnd()
        .split('\n')
        .map((line) => JSON.parse(line) as unknown);
    const messages = lines(`chats/${chatId}/messages-1.jsonl`);
    const pages = [0, 100].map((afterSeq) =>
      ada.api.get(`/v1/chats/${chatId}/messages?afterSeq=${afterSeq}&limit=100`),
    );
    expect(messages).toEqual((await Promise.all(pages)).flatMap(({ body }) => body.messages as object[]));
    expect(messages).toHaveLength(MESSAGES);
    expect(lines('friends.jsonl')).toEqual((await ada.api.get('/v1/friends')).body.friends);
    expect(lines('chats.jsonl')).toEqual((await ada.api.get('/v1/chats')).body.chats);
    expect(lines('sessions.jsonl')).toHaveLength(1);
    const account = JSON.parse(entries.get('account.json')!.toString()) as object;
    expect(account).toMatchObject({ email: ada.email, profile: (await ada.api.get('/v1/users/me')).body });
  });

  it('has pages to read, in which nothing that people wrote is markup', async () => {
    const entries = unzipped(await bytesOf(await fetchFile(ada)));
    const page = entries.get(`chats/${chatId}/messages-1.html`)!.toString();
    expect(page.match(/<li /g)).toHaveLength(MESSAGES);
    expect(page).toContain('message 2 &lt;script&gt;alert(1)&lt;/script&gt; 🦊');
    expect(entries.get('index.html')!.toString()).toContain('&lt;b&gt;Countess&lt;/b&gt; &amp; more');
    for (const html of [page, entries.get('index.html')!.toString()]) expect(html).not.toMatch(/<script|<b>C/);
  });

  it('belongs to its owner alone', async () => {
    expect(refusal(await grace.api.get(`/v1/exports/${exportId}`))).toEqual([404, 'EXPORT_NOT_FOUND']);
    expect(refusal(await grace.api.get(`/v1/exports/${exportId}/file`))).toEqual([404, 'EXPORT_NOT_FOUND']);
    expect((await grace.api.delete(`/v1/exports/${exportId}`)).status).toBe(204);
    expect((await ada.api.get(`/v1/exports/${exportId}`)).status).toBe(200);
    expect((await grace.api.get('/v1/exports')).body.exports).toEqual([]);
    expect(refusal(await ada.api.get(`/v1/exports/${randomUUID()}/file`))).toEqual([404, 'EXPORT_NOT_FOUND']);
  });
});

describe('the file of an export', () => {
  it('is sent from where a download broke', async () => {
    const whole = await fetchFile(ada);
    const file = await bytesOf(whole);
    expect([whole.status, whole.headers.get('accept-ranges')]).toEqual([200, 'bytes']);
    expect(whole.headers.get('content-disposition')).toMatch(/^attachment; filename="messenger-[\d-]+\.zip"$/);
    const rest = await fetchFile(ada, { range: 'bytes=1000-', 'if-range': whole.headers.get('etag')! });
    expect([rest.status, rest.headers.get('content-range')]).toEqual([
      206,
      `bytes 1000-${file.length - 1}/${file.length}`,
    ]);
    expect((await bytesOf(rest)).equals(file.subarray(1_000))).toBe(true);
    expect(await bytesOf(await fetchFile(ada, { range: 'bytes=-5' }))).toEqual(file.subarray(-5));
  });

  it('is sent whole where it is another one by now', async () => {
    const { status } = await fetchFile(ada, { range: 'bytes=1000-', 'if-range': `"${randomUUID()}"` });
    expect(status).toBe(200);
  });

  it('has no bytes behind its end', async () => {
    const response = await fetchFile(ada, { range: 'bytes=99999999-' });
    expect([response.status, ((await response.json()) as { reason: string }).reason]).toEqual([
      416,
      'RANGE_NOT_SATISFIABLE',
    ]);
    expect(response.headers.get('content-range')).toMatch(/^bytes \*\/\d+$/);
  });
});

describe('another export', () => {
  it('replaces the last one, and is gone once it is deleted', async () => {
    const person = await aPerson(api);
    const first = await anExportOf(person);
    const second = await anExportOf(person);
    expect(refusal(await person.api.get(`/v1/exports/${first}`))).toEqual([404, 'EXPORT_NOT_FOUND']);
    expect((await person.api.delete(`/v1/exports/${second}`)).status).toBe(204);
    expect((await person.api.get('/v1/exports')).body.exports).toEqual([]);
  });
});
