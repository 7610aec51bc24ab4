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

/** On a busy machine the answer may come too late, to what was done nevertheless, or not. */
async function register(api: Api, credentials: { email: string; password: string }): Promise<Answer> {
  const answer = await api.post('/v1/auth/register', credentials);
  if (answer.status !== 503 && answer.status !== 504) return answer;
  const loggedIn = await api.post('/v1/auth/login', credentials);
  return loggedIn.status === 200 ? loggedIn : register(api, credentials);
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

export async function makeFriends(one: Person, other: Person): Promise<void> {
  const asked = await one.api.post('/v1/friend-requests', { userId: other.id });
  expect(asked.status).toBe(201);
  const accepted = await other.api.post(`/v1/friend-requests/${asked.body.id}/accept`);
  expect(accepted.status).toBe(200);
}

/** Two friends and the id of their chat. */
export async function aChat(
  api: Api,
  one: { email?: string } = {},
): Promise<{ ada: Person; grace: Person; chatId: string }> {
  const [ada, grace] = await Promise.all([aPerson(api, one), aPerson(api)]);
  await makeFriends(ada, grace);
  const opened = await ada.api.post('/v1/chats/direct', { userId: grace.id });
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
