import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';
import { expect, onTestFinished } from 'vitest';
import { startBrowser } from '../support/browser.js';
import { aChat, type Person } from '../support/people.js';
import { it } from '../support/stack-test.js';
import type { TestStack } from '../support/test-stack.js';
import { unzipped } from '../support/unzipped.js';

const MB = 1024 * 1024;
const MESSAGES = 100_000;
const MAX_GROWTH_BYTES = 64 * MB;

/** What a process alone has, by its name: shared buffers and code are not counted. 0 once it has ended. */
function memoryOf(stack: TestStack): Map<string, number> {
  const processes: [name: string, pid: number][] = [
    ...Object.entries(stack.apps).map(([name, app]): [string, number] => [name, app.pid ?? 0]),
    ...childrenOf(stack.postgres.pid ?? 0).map((pid): [string, number] => [`postgres ${pid}`, pid]),
  ];
  return new Map(processes.map(([name, pid]) => [name, statusOf(pid, 'RssAnon') * 1_024]));
}

function childrenOf(parent: number): number[] {
  const pids = readdirSync('/proc').filter((name) => /^\d+$/.test(name));
  return pids.map(Number).filter((pid) => statusOf(pid, 'PPid') === parent);
}

function statusOf(pid: number, field: string): number {
  try {
    const status = readFileSync(`/proc/${pid}/status`, 'utf8');
    return Number(new RegExp(`^${field}:\\s+(\\d+)`, 'm').exec(status)?.[1] ?? 0);
  } catch {
    return 0;
  }
}

async function anExportOf({ api }: Person, whileItRuns: () => void): Promise<string> {
  const { body } = await api.post('/v1/exports');
  for (;;) {
    whileItRuns();
    const { body: now } = await api.get(`/v1/exports/${body.id}`);
    if (now.state !== 'running') {
      expect(now.state).toBe('ready');
      return body.id as string;
    }
    await sleep(50);
  }
}

it('an export of 100,000 messages takes little memory in any process, has them all, and opens in a browser', async ({
  stack,
}) => {
  const { ada, grace, chatId } = await aChat(stack.api);
  await anExportOf(ada, () => undefined);
  await stack.schema('chat-service').query(
    `INSERT INTO messages (chat_id, seq, id, sender_id, text, sent_text_hash, created_at)
     SELECT $1, n, gen_random_uuid(), $2, 'message ' || n || repeat(' and so on', 20), '', now() FROM generate_series(1, $3::int) AS n`,
    [chatId, grace.id, MESSAGES],
  );
  await stack.schema('chat-service').query('UPDATE chats SET last_seq = $2 WHERE id = $1', [chatId, MESSAGES]);

  const before = memoryOf(stack);
  const growth = new Map<string, number>();
  const startMs = performance.now();
  const id = await anExportOf(ada, () => {
    for (const [name, bytes] of memoryOf(stack)) {
      growth.set(name, Math.max(growth.get(name) ?? 0, bytes - (before.get(name) ?? 0)));
    }
  });
  console.log(
    `${Math.round(performance.now() - startMs)} ms;`,
    Object.fromEntries([...growth].map(([name, bytes]) => [name, `${Math.round(bytes / MB)} MB`])),
  );
  for (const [name, bytes] of growth) expect(bytes, name).toBeLessThan(MAX_GROWTH_BYTES);

  const file = await fetch(`${stack.api.url}/v1/exports/${id}/file`, {
    headers: { authorization: `Bearer ${ada.accessToken}` },
  });
  const entries = unzipped(Buffer.from(await file.arrayBuffer()));
  const lines = [...entries]
    .filter(([name]) => /messages-\d+\.jsonl$/.test(name))
    .map(([, content]) => content.toString().trimEnd().split('\n'));
  expect(lines.flat()).toHaveLength(MESSAGES);
  expect(new Set(lines.flat().map((line) => (JSON.parse(line) as { seq: number }).seq)).size).toBe(MESSAGES);

  const folder = mkdtempSync(join(tmpdir(), 'messenger-export-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  for (const [name, content] of entries) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), content);
  }
  const browser = await startBrowser();
  onTestFinished(() => browser.close());
  const page = await browser.newPage();
  await page.goto(pathToFileURL(join(folder, 'index.html')).href);
  expect(await page.locator('#counts').innerText()).toMatch(new RegExp(`messages\\s+${MESSAGES}`));
  await page
    .getByRole('link', { name: new RegExp((await grace.api.get('/v1/users/me')).body.nickname as string) })
    .click();
  await page.getByRole('link', { name: 'Newer' }).first().click();
  await page.getByRole('heading', { name: '(2 of 200)' }).waitFor();
  expect(await page.getByRole('listitem').count()).toBe(500);
  expect(await page.getByRole('listitem').first().innerText()).toContain('message 501 ');
});
