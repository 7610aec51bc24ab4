import { execFile } from 'node:child_process';
import { copyFileSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { MessengerClient } from '@messenger/client';
import { inheritedEnv, SERVICE_NAMES, SERVICES } from '@messenger/stack';
import { eventually } from '@messenger/testing';
import pg from 'pg';
import { describe, expect, onTestFinished } from 'vitest';
import { WebSocket } from 'ws';
import { BackgroundLoad } from '../support/background-load.js';
import { Mirror } from '../support/mirror.js';
import { aChat, PASSWORD, refusal, send, type Person } from '../support/people.js';
import { it } from '../support/stack-test.js';
import type { TestStack } from '../support/test-stack.js';

const PASSPHRASE = 'correct horse battery staple';

/** Where a restore happens: with the secrets of the stack, whose server it restores into. */
function aFolder(stack: TestStack): string {
  const folder = mkdtempSync(join(tmpdir(), 'messenger-backup-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  copyFileSync(join(stack.logFolder, '..', 'secrets.json'), join(folder, 'secrets.json'));
  return folder;
}

/** As make runs it. Resolves with what it prints. */
async function script(stack: TestStack, name: string, folder: string, passphrase = PASSPHRASE): Promise<string> {
  const env = { DATA_DIR: folder, DATABASE_URL: stack.postgres.adminUrl, PASSPHRASE: passphrase };
  const { stdout } = await promisify(execFile)(`scripts/${name}.sh`, [join(folder, 'backup')], {
    env: { ...inheritedEnv(), ...env },
  });
  return stdout;
}

async function onDatabase<T>(stack: TestStack, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: stack.postgres.adminUrl.replace(/postgres$/, 'messenger') });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

const deleteEverything = (stack: TestStack) =>
  onDatabase(stack, (client) => client.query(`DROP SCHEMA ${SERVICES.map(({ schema }) => schema).join(', ')} CASCADE`));

const countRows = (stack: TestStack) =>
  onDatabase(stack, async (client) => {
    const { rows } = await client.query<{ count: string }>('SELECT count(*) FROM chat.messages');
    return Number(rows[0]?.count);
  });

const seqsOf = async ({ api }: Person, chatId: string): Promise<number[]> => {
  const { body } = await api.get(`/v1/chats/${chatId}/messages?limit=100`);
  return (body.messages as { seq: number }[]).map(({ seq }) => seq);
};

describe('a backup', () => {
  it.beforeEach(({ stack }) => stack.restore());

  it('that is made while people write is restored after everything was deleted, and devices that knew more are told so', async ({
    stack,
  }) => {
    const { ada, grace, chatId } = await aChat(stack.api);
    const device = await MessengerClient.logIn(
      { url: stack.api.url, WebSocket },
      { email: grace.email, password: PASSWORD },
    );
    const folder = aFolder(stack);
    const texts: string[] = [];
    const write = async () => {
      texts.push(`message ${texts.length + 1}`);
      await send(ada, chatId, texts.at(-1)!);
    };
    await write();
    const load = new BackgroundLoad().add(write);
    await eventually(() => expect(texts.length).toBeGreaterThan(3));
    const before = texts.length - 1;
    expect(await script(stack, 'backup', folder)).toContain('The backup is in');
    await load.stop();
    const after = texts.length;
    await send(ada, chatId, 'lost');

    const { body: newer } = await grace.api.get('/v1/events');
    let expired = 0;
    const live = device.live({ cursor: newer.nextCursor as string, onExpired: () => expired++ });
    const mirror = new Mirror(live);
    onTestFinished(() => mirror.close());

    for (const app of SERVICE_NAMES) await stack.apps[app].kill();
    await deleteEverything(stack);
    expect(await script(stack, 'restore', folder)).toMatch(/^Restored \d+ rows$/m);
    for (const app of SERVICE_NAMES) await stack.apps[app].start();
    await stack.whole();

    const seqs = await seqsOf(grace, chatId);
    const last = seqs.at(-1)!;
    expect(seqs).toEqual(seqs.map((_seq, index) => last - seqs.length + 1 + index));
    expect(last).toBeGreaterThanOrEqual(before);
    expect(last).toBeLessThanOrEqual(after);
    expect(refusal(await grace.api.get(`/v1/events?cursor=${newer.nextCursor}`))).toEqual([410, 'CURSOR_EXPIRED']);
    await eventually(() => expect(expired).toBe(1));
    await send(ada, chatId, 'and on');
    await eventually(() => expect(mirror.arrived).toContain(last + 1));
    expect((await seqsOf(grace, chatId)).at(-1)).toBe(last + 1);
  });

  it('is not restored over accounts, without its passphrase, or damaged', async ({ stack }) => {
    const folder = aFolder(stack);
    await aChat(stack.api);
    await script(stack, 'backup', folder);
    const rows = await countRows(stack);
    await expect(script(stack, 'restore', folder)).rejects.toThrow('There are accounts here already');
    await expect(script(stack, 'restore', folder, 'another')).rejects.toThrow('another passphrase');
    const file = join(folder, 'backup');
    const bytes = readFileSync(file);
    writeFileSync(file, bytes.fill(0, bytes.length >> 1, (bytes.length >> 1) + 64));
    await expect(script(stack, 'restore', folder)).rejects.toThrow();
    expect(await countRows(stack)).toBe(rows);
    expect(existsSync(join(folder, 'supervisor'))).toBe(false);
  });
});
