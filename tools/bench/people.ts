import { randomUUID } from 'node:crypto';
import { MessengerClient, ok } from '@messenger/client';
import { WebSocket } from 'ws';

export function aPerson(url: string): Promise<MessengerClient> {
  const credentials = { email: `${randomUUID()}@example.com`, password: randomUUID() };
  return MessengerClient.register({ url, WebSocket }, credentials);
}

/** The same person elsewhere. */
export function at(url: string, { tokens }: MessengerClient): MessengerClient {
  return MessengerClient.restore({ url, WebSocket }, tokens);
}

/** Makes two people friends; resolves to the id of their chat. */
export async function makeFriends(one: MessengerClient, other: MessengerClient): Promise<string> {
  const { id } = await ok(one.api.POST('/v1/friend-requests', { body: { userId: other.userId } }));
  const path = { friendRequestId: id };
  await ok(other.api.POST('/v1/friend-requests/{friendRequestId}/accept', { params: { path } }));
  return (await ok(one.api.POST('/v1/chats/direct', { body: { userId: other.userId } }))).id;
}
