import { InternalError, UnavailableError } from '@messenger/errors';
import { Logger } from '@nestjs/common';
import { expect, it, vi } from 'vitest';
import type { EventPage, EventsService } from '../events/events.service.js';
import type { ConnectionRegistry } from './connection-registry.js';
import { LiveFanoutService } from './live-fanout.service.js';
import type { ServerSocket } from './server-socket.js';

// They read the environment, which a unit test has none of.
vi.mock('../config.js', () => ({ config: {} }));
vi.mock('../clients/clients.module.js', () => ({
  AUTH_CLIENT: Symbol('AUTH_CLIENT'),
  CHAT_CLIENT: Symbol('CHAT_CLIENT'),
  SUBSCRIBER_CLIENT: Symbol('SUBSCRIBER_CLIENT'),
  USER_CLIENT: Symbol('USER_CLIENT'),
}));

const START = { user: 0, subscriber: 0, chat: 0 };
const NOTHING_NEW: EventPage = { events: [], positions: START, hasMore: false };

/** Mallory's logs cannot be read; everybody else's can. */
function fanoutWhere(malloryReads: () => Promise<EventPage>): LiveFanoutService {
  const read = (userId: string): Promise<EventPage> =>
    userId === 'mallory' ? malloryReads() : Promise.resolve(NOTHING_NEW);
  return new LiveFanoutService({ read } as unknown as EventsService, {} as ConnectionRegistry);
}

function aSocketOf(userId: string): ServerSocket {
  const socket = { userId, open: true, state: 'connected', positions: START, send: () => undefined };
  return socket as unknown as ServerSocket;
}

it.each<[string, (end: Promise<EventPage>) => Promise<EventPage>]>([
  ['fail by a fault of ours', () => Promise.reject(new InternalError())],
  ['fail because a service is down', () => Promise.reject(new UnavailableError())],
  ['do not end', (end) => end],
])('40 sockets of one user whose reads %s keep nobody else from going live', async (_what, malloryReads) => {
  const warn = vi.spyOn(Logger.prototype, 'warn').mockReturnValue();
  let end: () => void = () => undefined;
  const ended = new Promise<EventPage>((resolve) => (end = () => resolve(NOTHING_NEW)));
  const fanout = fanoutWhere(() => malloryReads(ended));
  const hers = Array.from({ length: 40 }, () => aSocketOf('mallory'));
  const resumed = hers.map((socket) => fanout.resume(socket));
  const others = ['ada', 'grace', 'edsger'].map(aSocketOf);
  for (const socket of others) void fanout.resume(socket);
  await vi.waitFor(() => expect(others.map(({ state }) => state)).toEqual(['live', 'live', 'live']), 10_000);
  expect(hers.map(({ state }) => state)).not.toContain('live');
  for (const socket of hers) Object.assign(socket, { open: false });
  end();
  await Promise.all(resumed);
  warn.mockRestore();
});
