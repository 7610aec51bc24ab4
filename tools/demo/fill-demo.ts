import { createHash } from 'node:crypto';
import { MessengerClient, ok, ProblemError } from '@messenger/client';
import { WebSocket } from 'ws';
import { CHATS, DEMO_PASSWORD, emailOf, NAMES, PEOPLE, PENDING_REQUESTS, type Name } from './story.js';

type People = Record<Name, MessengerClient>;

/** Registers the demo's people and lets them chat. A second run finds everything there and changes nothing. */
export async function fillDemo(url: string): Promise<void> {
  const entries = await Promise.all(NAMES.map(async (name) => [name, await signIn(url, name)] as const));
  const people = Object.fromEntries(entries) as People;
  for (const { between, lines } of CHATS) {
    const chatId = await openChat(people, ...between);
    for (const [index, [author, text]] of lines.entries()) {
      await people[author].send(chatId, text, { clientMessageId: idFor(chatId, index, text) });
    }
  }
  for (const [from, to] of PENDING_REQUESTS) await requestFriendship(people[from], people[to]);
}

async function signIn(url: string, name: Name): Promise<MessengerClient> {
  const options = { url, WebSocket };
  const credentials = { email: emailOf(name), password: DEMO_PASSWORD };
  const client = await MessengerClient.register(options, credentials).catch((error: unknown) => {
    if (reasonOf(error) === 'EMAIL_TAKEN') return MessengerClient.logIn(options, credentials);
    throw error;
  });
  await ok(client.api.PATCH('/v1/users/me', { body: PEOPLE[name] }));
  return client;
}

async function openChat(people: People, one: Name, other: Name): Promise<string> {
  // A request in each direction makes two people friends.
  await requestFriendship(people[one], people[other]);
  await requestFriendship(people[other], people[one]);
  const { id } = await ok(people[one].api.POST('/v1/chats/direct', { body: { userId: people[other].userId } }));
  return id;
}

async function requestFriendship(from: MessengerClient, to: MessengerClient): Promise<void> {
  try {
    await ok(from.api.POST('/v1/friend-requests', { body: { userId: to.userId } }));
  } catch (error) {
    if (reasonOf(error) !== 'ALREADY_FRIENDS') throw error;
  }
}

/** The same UUID at each run, by which the API recognizes a message that it has. */
function idFor(...parts: (string | number)[]): string {
  const hex = createHash('sha256').update(JSON.stringify(parts)).digest('hex');
  return [hex.slice(0, 8), hex.slice(8, 12), `4${hex.slice(13, 16)}`, `8${hex.slice(17, 20)}`, hex.slice(20, 32)].join(
    '-',
  );
}

function reasonOf(error: unknown): string | undefined {
  return error instanceof ProblemError ? error.reason : undefined;
}
