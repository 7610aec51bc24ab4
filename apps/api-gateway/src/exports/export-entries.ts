import { DomainError } from '@messenger/errors';
import type { Message } from '@messenger/proto';
import { toMessageView, type ChatView } from '../chats/chats.views.js';
import { indexPage, messagesPage, STYLE } from './export-pages.js';
import type { ExportProgress } from './export-progress.js';
import type { OwnData } from './own-data.js';
import type { ZipEntry } from './zip-archive.js';

/** Pages of so many messages are quick to open, and a file of a hundred thousand has few entries. */
const MESSAGES_PER_PAGE = 500;
/** Of its texts: a page of the longest messages is no larger than others. */
const TEXT_LENGTH_PER_PAGE = 128 * 1_024;

/** The entries of an export, one after the other; `progress` is kept up to date. */
export async function* exportEntries(data: OwnData, progress: ExportProgress): AsyncGenerator<ZipEntry> {
  const [profile, account] = [await data.profile(), await data.account()];
  const lists = await data.lists();
  const [people, chats] = [await data.people(), await data.chats()];
  progress.totalMessages = chats.reduce((sum, { lastSeq }) => sum + lastSeq, 0);
  yield { name: 'style.css', content: Buffer.from(STYLE) };
  yield { name: 'account.json', content: Buffer.from(`${JSON.stringify({ ...account, profile }, undefined, 2)}\n`) };
  const tables = { ...lists, ...people, chats };
  for (const [name, rows] of Object.entries(tables)) yield jsonLines(name, rows);
  yield* avatars(data, [profile, ...Object.values(people).flatMap(users), ...chats.map(({ peer }) => peer)]);
  for (const chat of chats) yield* chatEntries(data, chat, progress);
  yield { name: 'index.html', content: indexPage({ profile, account, tables, chats, ...progress }) };
}

function users(rows: { user: { avatarUrl: string | null } }[]) {
  return rows.map(({ user }) => user);
}

async function* avatars(data: OwnData, people: { avatarUrl: string | null }[]): AsyncGenerator<ZipEntry> {
  const hashes = people.map(({ avatarUrl }) => /([0-9a-f]{64})\.webp$/.exec(avatarUrl ?? '')?.[1]);
  for (const hash of new Set(hashes)) {
    const content = hash === undefined ? undefined : await data.avatar(hash).catch(undefinedIfGone);
    if (content !== undefined) yield { name: `avatars/${hash}.webp`, content };
  }
}

/** Of a picture that was replaced since its profile was read. */
function undefinedIfGone(error: unknown): undefined {
  if (!(error instanceof DomainError && error.code === 'NOT_FOUND')) throw error;
}

async function* chatEntries(data: OwnData, chat: ChatView, progress: ExportProgress): AsyncGenerator<ZipEntry> {
  let page = 0;
  for await (const messages of collected(data.messages(chat))) {
    page++;
    const name = `chats/${chat.id}/messages-${page}`;
    yield jsonLines(name, messages.map(toMessageView));
    progress.writtenMessages += messages.length;
    yield { name: `${name}.html`, content: messagesPage(chat, messages, page) };
  }
}

async function* collected(pages: AsyncIterable<Message[]>): AsyncGenerator<Message[]> {
  let [pending, textLength]: [Message[], number] = [[], 0];
  for await (const message of flat(pages)) {
    pending.push(message);
    textLength += message.text?.length ?? 0;
    if (pending.length < MESSAGES_PER_PAGE && textLength < TEXT_LENGTH_PER_PAGE) continue;
    yield pending;
    [pending, textLength] = [[], 0];
  }
  if (pending.length > 0) yield pending;
}

async function* flat<T>(pages: AsyncIterable<T[]>): AsyncGenerator<T> {
  for await (const page of pages) yield* page;
}

function jsonLines(name: string, rows: object[]): ZipEntry {
  return { name: `${name}.jsonl`, content: Buffer.from(rows.map((row) => `${JSON.stringify(row)}\n`).join('')) };
}
