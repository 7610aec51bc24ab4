import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { setTimeout as sleep } from 'node:timers/promises';
import { APP_NAMES, record } from '@messenger/stack';
import { describe, expect, it as test, onTestFinished } from 'vitest';
import { startBrowser } from '../support/browser.js';
import { makeChats, type MadeChats } from '../support/made-chats.js';
import { aPerson, type Person } from '../support/people.js';
import { RawConnection } from '../support/raw-connection.js';
import { mostDuring, residentBytes, type Memory } from '../support/resident-memory.js';
import { TestStack } from '../support/test-stack.js';
import { unzipped } from '../support/unzipped.js';

const MB = 1_024 * 1_024;
/** Of each process, above what it has before the first export. */
const MAX_GROWTH_BYTES = 64 * MB;
/** Of 20 downloads at once: what the sockets take, and its garbage. */
const MAX_GROWTH_OF_DOWNLOADS_BYTES = 128 * MB;

const it = test
  .extend(
    'stack',
    { scope: 'worker' },
    // eslint-disable-next-line no-empty-pattern -- Vitest reads from the pattern which fixtures are wanted
    async ({}, { onCleanup }) => {
      const stack = await TestStack.start({ logLevel: 'info' });
      onCleanup(() => stack.stop());
      return stack;
    },
  )
  .extend('before', { scope: 'worker' }, ({ stack }) => residentBytes(pidsOf(stack)));

function pidsOf({ apps }: TestStack): Record<string, number> {
  return record(APP_NAMES, (app) => apps[app].pid!);
}

function expectLittleGrowth(before: Memory, most: Memory, maxBytes = MAX_GROWTH_BYTES): void {
  const grownMb = record(APP_NAMES, (app) => Math.round((most[app]! - before[app]!) / MB));
  console.log('grown by MB:', JSON.stringify(grownMb));
  expect(Math.max(...Object.values(grownMb)) * MB).toBeLessThan(maxBytes);
}

async function exported({ api }: Person): Promise<string> {
  const { status, body } = await api.post('/v1/exports');
  expect(status).toBe(202);
  for (;;) {
    const answer = await api.get(`/v1/exports/${body.id}`);
    if (answer.body.state === 'ready') return body.id as string;
    expect(answer.body).toMatchObject({ state: 'running' });
    await sleep(500);
  }
}

async function entriesOf({ api, accessToken }: Person, exportId: string): Promise<Map<string, Buffer>> {
  const headers = { authorization: `Bearer ${accessToken}` };
  const response = await fetch(`${api.url}/v1/exports/${exportId}/file`, { headers });
  return unzipped(Buffer.from(await response.arrayBuffer()));
}

interface Numbers {
  messages: number;
  sumOfSeqs: number;
  textLength: number;
}

function numbersIn(entries: Map<string, Buffer>): Numbers {
  const numbers = { messages: 0, sumOfSeqs: 0, textLength: 0 };
  for (const [name, content] of entries) {
    if (!/^chats\/.*\.jsonl$/.test(name)) continue;
    for (const line of content.toString().trimEnd().split('\n')) {
      const { seq, text } = JSON.parse(line) as { seq: number; text: string };
      numbers.messages++;
      numbers.sumOfSeqs += seq;
      numbers.textLength += text.length;
    }
  }
  return numbers;
}

async function numbersInDatabase(stack: TestStack, { id }: Person): Promise<Numbers> {
  const [numbers] = await stack.schema('chat-service').query<Numbers>(
    `SELECT count(*)::int AS messages, sum(seq)::float AS "sumOfSeqs", sum(length(text))::float AS "textLength"
     FROM messages JOIN chats ON chats.id = chat_id WHERE $1 IN (user_low, user_high)`,
    [id],
  );
  return numbers!;
}

/** Unpacked as somebody does who wants to read it; resolves with the address of its first page. */
function unpacked(entries: Map<string, Buffer>): string {
  const folder = mkdtempSync(join(tmpdir(), 'messenger-export-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  for (const [name, content] of entries) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), content);
  }
  return pathToFileURL(join(folder, 'index.html')).href;
}

const KINDS: Record<string, MadeChats> = {
  '100,000 messages in one chat': { chats: 1, messages: 100_000, text: `'text ' || repeat(md5(n::text), 3)` },
  '100,000 messages in 1,000 chats': { chats: 1_000, messages: 100, text: `'text ' || md5(n::text)` },
  '5,000 of the longest messages, which a page spells six times as long': {
    ...{ chats: 1, messages: 5_000 },
    text: `repeat('"', 4096)`,
  },
};

describe('an export takes little memory, and its numbers are the database’s', () => {
  for (const [what, made] of Object.entries(KINDS)) {
    it(what, async ({ stack, before }) => {
      const ada = await aPerson(stack.api);
      await makeChats(stack.schema('chat-service'), [ada.id], made);
      const exporting = exported(ada);
      expectLittleGrowth(before, await mostDuring(pidsOf(stack), exporting));
      const numbers = numbersIn(await entriesOf(ada, await exporting));
      expect(numbers).toEqual(await numbersInDatabase(stack, ada));
      expect(numbers.messages).toBe(made.chats * made.messages);
    });
  }
});

it('an export opens in a browser, without a server', async ({ stack }) => {
  const ada = await aPerson(stack.api);
  await makeChats(stack.schema('chat-service'), [ada.id], { chats: 1, messages: 1_200, text: `'number ' || n` });
  const browser = await startBrowser();
  onTestFinished(() => browser.close());
  const page = await browser.newPage();
  await page.goto(unpacked(await entriesOf(ada, await exported(ada))));
  expect(await page.locator('#counts tr', { hasText: 'messages' }).textContent()).toBe('messages1200');
  await page.getByRole('link', { name: 'Deleted account' }).click();
  await page.getByRole('heading', { name: '(1 to 500 of 1200)' }).waitFor();
  for (const heading of ['(501 to 1000 of 1200)', '(1001 to 1200 of 1200)']) {
    await page.getByRole('link', { name: 'Newer' }).first().click();
    await page.getByRole('heading', { name: heading }).waitFor();
  }
  expect(await page.locator('ol > li').count()).toBe(200);
  expect(await page.getByRole('link', { name: 'Newer' }).count()).toBe(0);
  expect(await page.locator('li').last().textContent()).toContain('number 1200');
});

it('files that nobody reads take little memory: 20 at once', async ({ stack, before }) => {
  const ada = await aPerson(stack.api);
  const text = `(SELECT string_agg(md5(n::text || i), '') FROM generate_series(1, 100) AS i)`;
  await makeChats(stack.schema('chat-service'), [ada.id], { chats: 1, messages: 4_000, text });
  const id = await exported(ada);
  const { port, host } = new URL(stack.api.url);
  const head = [`GET /v1/exports/${id}/file HTTP/1.1`, `Host: ${host}`, `Authorization: Bearer ${ada.accessToken}`];
  const stalled = async (): Promise<void> => {
    for (let n = 0; n < 20; n++) {
      const connection = await RawConnection.open(Number(port));
      connection.socket.pause();
      connection.request(head);
    }
    await sleep(5_000);
  };
  const { body } = await ada.api.get(`/v1/exports/${id}`);
  expect(20 * body.sizeBytes).toBeGreaterThan(1.5 * MAX_GROWTH_OF_DOWNLOADS_BYTES);
  expectLittleGrowth(before, await mostDuring(pidsOf(stack), stalled()), MAX_GROWTH_OF_DOWNLOADS_BYTES);
});
