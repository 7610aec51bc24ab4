import { MessengerClient } from '@messenger/client';
import { WebSocket } from 'ws';
import { Api } from './api.js';
import { aPerson, type Person } from './people.js';

/** Somebody new, as the client sees them. */
export async function aClient(url: string): Promise<MessengerClient> {
  return clientOf(await aPerson(new Api(url)), url);
}

/** A person's client, at the gateway that they have registered at by default. */
export function clientOf({ id: userId, accessToken, refreshToken, api }: Person, url = api.url): MessengerClient {
  const tokens = { accessToken, refreshToken, tokenType: 'Bearer', expiresIn: 900, userId } as const;
  return MessengerClient.restore({ url, WebSocket }, tokens);
}
