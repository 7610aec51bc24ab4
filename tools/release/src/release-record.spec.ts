import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { recordOf, releaseRecords, violationsOf, writeRecord } from './release-record.js';

const MIGRATION = 'apps/chat-service/src/migrations/1763769600000-create-chats.ts';
const SHARED_SQL = 'libs/outbox/src/event-tables.ts';
const PROTO = 'proto/messenger/chat/v1/chat_service.proto';

let root: string;

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'messenger-release-'));
  write(MIGRATION, 'CREATE TABLE chats');
  write(SHARED_SQL, 'CREATE TABLE outbox');
  write(PROTO, 'service ChatService {}');
  write('apps/chat-service/src/main.ts', 'start');
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

function write(file: string, text: string): void {
  mkdirSync(dirname(join(root, file)), { recursive: true });
  writeFileSync(join(root, file), text);
}

it('is what it was when it is read again', () => {
  const record = recordOf('0.1.0', root);
  expect(Object.keys({ ...record.migrations, ...record.protos })).toEqual([MIGRATION, SHARED_SQL, PROTO]);
  writeRecord(record, root);
  expect(releaseRecords(root)).toEqual([record]);
});

it('a new migration, another source and a longer proto break nothing', () => {
  const released = recordOf('0.1.0', root);
  write('apps/chat-service/src/migrations/1764000000000-add-groups.ts', 'ALTER TABLE chats');
  write('apps/chat-service/src/main.ts', 'start faster');
  write(PROTO, 'service ChatService { rpc CreateGroup }');
  expect(violationsOf(released, recordOf('0.2.0', root))).toEqual([]);
});

it.each([
  ['a migration that has changed', () => write(MIGRATION, 'CREATE TABLE chats ()'), MIGRATION],
  ['shared SQL that has changed', () => write(SHARED_SQL, 'CREATE TABLE outbox ()'), SHARED_SQL],
  ['a migration that is gone', () => rmSync(join(root, MIGRATION)), MIGRATION],
  ['a proto that is gone', () => rmSync(join(root, PROTO)), PROTO],
])('names %s', (_what, change, file) => {
  const released = recordOf('0.1.0', root);
  change();
  expect(violationsOf(released, recordOf('0.2.0', root))).toEqual([expect.stringContaining(file)]);
});
