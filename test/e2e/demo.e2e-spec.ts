import { MessengerClient, ok } from '@messenger/client';
import { expect, inject, it } from 'vitest';
import { fillDemo } from '../../tools/demo/fill-demo.js';
import { DEMO_PASSWORD, emailOf } from '../../tools/demo/story.js';

const url = inject('gatewayUrl');

it('make demo fills a stack, and changes nothing the second time', async () => {
  await fillDemo(url);
  const first = await contentOfAda();
  expect(first).toMatchObject({ friends: 2, requests: 2, texts: [3, 5] });
  await fillDemo(url);
  expect(await contentOfAda()).toEqual(first);
});

async function contentOfAda(): Promise<object> {
  const { api } = await MessengerClient.logIn({ url }, { email: emailOf('ada'), password: DEMO_PASSWORD });
  const { friends } = await ok(api.GET('/v1/friends'));
  const { friendRequests } = await ok(api.GET('/v1/friend-requests'));
  const { chats } = await ok(api.GET('/v1/chats'));
  return {
    friends: friends.length,
    requests: friendRequests.length,
    texts: chats.map(({ lastMessage }) => lastMessage?.seq).sort(),
  };
}
