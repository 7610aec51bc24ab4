import { randomUUID } from 'node:crypto';
import { EVENT_TYPES, hasDurableConsumer } from '@messenger/events';
import { eventually } from '@messenger/testing';
import { beforeAll, expect, inject, it } from 'vitest';
import type { AsyncApiDocument } from '../../tools/documents/asyncapi/document.js';
import { Api } from '../support/api.js';
import { EventListener } from './asyncapi/event-listener.js';
import { Messages } from '../support/asyncapi-messages.js';
import { LiveDevice } from '../support/live-device.js';
import { aPerson, makeFriends, send, type Person } from '../support/people.js';

const gatewayUrl = inject('gatewayUrl');
const api = new Api(gatewayUrl);

let document: AsyncApiDocument;
let messages: Messages;

beforeAll(async () => {
  document = (await (await fetch(`${gatewayUrl}/docs/events.json`)).json()) as AsyncApiDocument;
  messages = Messages.withoutUnknownFields(document);
});

/** One event of each type, at least, and an answer of each type to Grace's device. */
async function live(ada: Person, grace: Person, device: LiveDevice): Promise<void> {
  const { body: asked } = await ada.api.post('/v1/friend-requests', { userId: grace.id });
  await ada.api.delete(`/v1/friend-requests/${asked.id}`);
  const { body: second } = await grace.api.post('/v1/friend-requests', { userId: ada.id });
  await ada.api.post(`/v1/friend-requests/${second.id}/decline`);
  await makeFriends(ada, grace);
  const { body: chat } = await ada.api.post('/v1/chats/direct', { userId: grace.id });
  const { body: sent } = await send(ada, chat.id, 'hello');
  await ada.api.patch(`/v1/chats/${chat.id}/messages/${sent.id}`, { text: 'Hello!' });
  await grace.api.put(`/v1/chats/${chat.id}/read`, { seq: 1 });
  await ada.api.delete(`/v1/chats/${chat.id}/messages/${sent.id}`);
  await grace.api.patch('/v1/users/me', { about: 'Rear admiral' });
  const message = { type: 'send', chatId: chat.id as string, text: 'Over the socket' };
  device.send({ type: 'ping' });
  device.send({ ...message, id: randomUUID() });
  await eventually(() => expect(device.frames.map(({ type }) => type)).toContain('sent'));
  device.send({ ...message, id: randomUUID(), chatId: randomUUID() });
  await ada.api.delete(`/v1/friends/${grace.id}`);
  await ada.api.post('/v1/auth/logout');
}

it('what the gateway sends a device, and services publish, is what the document says', async () => {
  const listener = await EventListener.on(inject('appEnv')['api-gateway'].AMQP_URL!, document);
  const [ada, grace] = await Promise.all([aPerson(api), aPerson(api)]);
  const device = await LiveDevice.live(gatewayUrl, grace.accessToken);
  await live(ada, grace, device);
  await (await aPerson(api)).api.delete('/v1/users/me');

  const framesDescribed = messages.all.flatMap(([key]) =>
    key.startsWith('frame.') ? [key.slice('frame.'.length)] : [],
  );
  await eventually(() => {
    const received = device.frames.map(({ type }) => type);
    expect([...new Set([...received, 'resume', 'auth', 'send', 'ping'])].sort()).toEqual(framesDescribed.sort());
    expect(listener.typesOnFeeds).toEqual(EVENT_TYPES.toSorted());
    expect(listener.durableTypes).toEqual(EVENT_TYPES.filter(hasDurableConsumer).sort());
  });
  device.terminate();
  await listener.stop();

  expect(device.frames.map((frame) => messages.complaint(`frame.${frame.type}`, 'payload', frame))).toEqual(
    device.frames.map(() => undefined),
  );
  for (const { key, contentType, payload, headers } of listener.messages) {
    expect(contentType).toBe(document.components.messages[key]!.contentType ?? 'application/json');
    expect(messages.complaint(key, 'payload', payload)).toBeUndefined();
    expect(messages.complaint(key, 'headers', headers)).toBeUndefined();
  }
  for (const [form, schema] of [
    ['event', 'EventHeaders'],
    ['feed', 'FeedHeaders'],
  ] as const) {
    const sent = listener.messages.filter(({ key }) => key.startsWith(`${form}.`));
    const headers = new Set(sent.flatMap((message) => Object.keys(message.headers)));
    expect([...headers].sort()).toEqual(Object.keys(document.components.schemas[schema]!.properties!).sort());
  }
});
