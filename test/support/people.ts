import { randomUUID } from 'node:crypto';
import { expect } from 'vitest';
import type { Answer, Api } from './api.js';

export const PASSWORD = 'correct horse battery staple';

/** Somebody who is signed in. */
export interface Person {
  id: string;
  email: string;
  api: Api;
  accessToken: string;
  refreshToken: string;
}

/** An address that nobody has. */
export function anEmail(name = 'somebody'): string {
  return `${name}-${randomUUID()}@example.com`;
}

export async function aPerson(api: Api, { email = anEmail(), password = PASSWORD } = {}): Promise<Person> {
  const answer = await register(api, { email, password });
  expect([200, 201], JSON.stringify(answer.body)).toContain(answer.status);
  return signedIn(api, email, answer);
}

interface Credentials {
  email: string;
  password: string;
}

/** What a busy machine answers too late, be it done or not. */
const LATE_STATUSES = [503, 504];

async function register(api: Api, credentials: Credentials): Promise<Answer> {
  const answer = await api.post('/v1/auth/register', credentials);
  if (!LATE_STATUSES.includes(answer.status)) return answer;
  const next = await register(api, credentials);
  // The late one was done, perhaps after its answer.
  return next.status === 409 ? logIn(api, credentials) : next;
}

async function logIn(api: Api, credentials: Credentials): Promise<Answer> {
  const answer = await api.post('/v1/auth/login', credentials);
  return LATE_STATUSES.includes(answer.status) ? logIn(api, credentials) : answer;
}

export async function anotherDeviceOf(api: Api, { email }: Person): Promise<Person> {
  const answer = await api.post('/v1/auth/login', { email, password: PASSWORD });
  expect(answer.status).toBe(200);
  return signedIn(api, email, answer);
}

function signedIn(api: Api, email: string, { body }: Answer): Person {
  const { userId, accessToken, refreshToken } = body as { userId: string; accessToken: string; refreshToken: string };
  return { id: userId, email, api: api.as(accessToken), accessToken, refreshToken };
}

/** Repeats a request that is refused for now, so not done: a busy machine takes no more than it can do in time. */
export async function oncePossible(request: () => Promise<Answer>): Promise<Answer> {
  const answer = await request();
  return answer.status === 503 ? oncePossible(request) : answer;
}

export async function makeFriends(one: Person, other: Person): Promise<void> {
  const asked = await oncePossible(() => one.api.post('/v1/friend-requests', { userId: other.id }));
  expect(asked.status).toBe(201);
  const accepted = await oncePossible(() => other.api.post(`/v1/friend-requests/${asked.body.id}/accept`));
  expect(accepted.status).toBe(200);
}

/** Two friends and the id of their chat. */
export async function aChat(
  api: Api,
  one: { email?: string } = {},
): Promise<{ ada: Person; grace: Person; chatId: string }> {
  const [ada, grace] = await Promise.all([aPerson(api, one), aPerson(api)]);
  await makeFriends(ada, grace);
  const opened = await oncePossible(() => ada.api.post('/v1/chats/direct', { userId: grace.id }));
  expect(opened.status).toBe(201);
  return { ada, grace, chatId: opened.body.id as string };
}

export async function send({ api }: Person, chatId: string, text: string): Promise<Answer> {
  const answer = await api.post(`/v1/chats/${chatId}/messages`, { text });
  expect(answer.status, JSON.stringify(answer.body)).toBe(201);
  return answer;
}

/** A refusal: its status and reason. */
export function refusal({ status, body }: Answer): [number, string] {
  return [status, (body as { reason: string }).reason];
}
