import type { GetOwnAccountResponse, Message } from '@messenger/proto';
import type { ChatView } from '../chats/chats.views.js';
import type { UserView } from '../users/user.views.js';
import type { ExportProgress } from './export-progress.js';

export const STYLE = `:root { color-scheme: light dark; font: 16px/1.5 system-ui, sans-serif }
body { max-width: 46rem; margin: 2rem auto; padding: 0 1rem }
table { border-collapse: collapse }
th, td { padding: 0.2rem 1rem 0.2rem 0; text-align: start }
li { margin: 0.5rem 0; overflow-wrap: anywhere; white-space: pre-wrap }
time, .deleted { opacity: 0.7; font-size: 0.875rem }
ol { list-style: none; padding: 0 }
nav a { margin-inline-end: 1rem }
`;

/** What the first page shows. */
export interface ExportIndex extends ExportProgress {
  profile: UserView;
  account: GetOwnAccountResponse;
  /** The rows of each list, by its file's name. */
  tables: Record<string, object[]>;
  chats: ChatView[];
}

/** The page to begin with: what there is, and the way to each chat. */
export function indexPage({ profile, account, tables, chats, writtenMessages }: ExportIndex): Buffer {
  const counts = Object.entries(tables).map(([name, { length }]) => row(link(`${name}.jsonl`, name), length));
  const links = chats.map((chat) => `<li>${chatLink(chat)} <small>${chat.lastSeq} messages</small></li>`);
  return document(
    `${profile.nickname}: my data`,
    '',
    `<p>${escaped(account.email)}${profile.about === null ? '' : `<br>${escaped(profile.about)}`}</p>
<table id="counts">${counts.join('')}${row('messages', writtenMessages)}</table>
<h2>Chats</h2>
<ul>${links.join('\n')}</ul>
<p>The same in files for programs: <a href="account.json">account.json</a>, and JSON Lines (.jsonl) beside each page.</p>`,
  );
}

/** Some messages of a chat, ascending, with the way to those before and after them. */
export function messagesPage(chat: ChatView, messages: Message[], page: number): Buffer {
  const items = messages.map((message) => messageItem(message, chat)).join('\n');
  const [first = 0, last = 0] = [messages[0]?.seq, messages.at(-1)?.seq];
  const back = page > 1 ? link(`messages-${page - 1}.html`, 'Older') : '';
  const on = last < chat.lastSeq ? link(`messages-${page + 1}.html`, 'Newer') : '';
  const nav = `<nav>${link('../../index.html', 'All chats')}${back}${on}</nav>`;
  const title = `${nameOf(chat)} (${first} to ${last} of ${chat.lastSeq})`;
  return document(title, '../../', `${nav}\n<ol>${items}</ol>\n${nav}`);
}

function messageItem({ senderId, text, createdAt, editedAt }: Message, { peer }: ChatView): string {
  const time = (createdAt as Date).toISOString();
  const who = senderId === peer.id ? (peer.nickname ?? 'Deleted account') : 'Me';
  const said = text === undefined ? '<span class="deleted">deleted</span>' : escaped(text);
  const edited = editedAt === undefined ? '' : ' edited';
  return `<li dir="auto"><b>${escaped(who)}</b> <time datetime="${time}">${time.slice(0, 19).replace('T', ' ')}${edited}</time>\n${said}</li>`;
}

function chatLink(chat: ChatView): string {
  if (chat.lastSeq === 0) return escaped(nameOf(chat));
  return link(`chats/${chat.id}/messages-1.html`, nameOf(chat));
}

function nameOf({ peer }: ChatView): string {
  return peer.nickname ?? 'Deleted account';
}

function row(name: string, count: number): string {
  return `<tr><th>${name}</th><td>${count}</td></tr>`;
}

function link(to: string, text: string): string {
  return `<a href="${escaped(to)}">${escaped(text)}</a>`;
}

/** Runs nothing, whatever people have written. */
function document(title: string, root: string, body: string): Buffer {
  return Buffer.from(`<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<meta http-equiv="Content-Security-Policy" content="script-src 'none'">
<title>${escaped(title)}</title>
<link rel="stylesheet" href="${root}style.css">
<h1>${escaped(title)}</h1>
${body}
</html>
`);
}

const ENTITIES: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };

function escaped(text: string): string {
  return text.replace(/[&<>"']/g, (character) => ENTITIES[character] ?? character);
}
