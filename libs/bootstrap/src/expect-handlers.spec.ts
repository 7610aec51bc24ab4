import { DURABLE_SUBSCRIPTIONS } from '@messenger/events';
import { expect, it } from 'vitest';
import { expectHandlers } from './expect-handlers.js';

const SUBSCRIBED = DURABLE_SUBSCRIPTIONS['chat-service'];

it('a service starts with a handler for each event of its queue', () => {
  expect(() => expectHandlers('chat-service', SUBSCRIBED)).not.toThrow();
});

it.each(SUBSCRIBED)('a service without a handler for %s does not start', (forgotten) => {
  const handled = SUBSCRIBED.filter((type) => type !== forgotten);
  expect(() => expectHandlers('chat-service', handled)).toThrow(
    `No @EventPattern of chat-service handles ${forgotten}`,
  );
});

it('a service with a handler whose event never comes does not start', () => {
  expect(() => expectHandlers('chat-service', [...SUBSCRIBED, 'chat.read.v1'])).toThrow('lacks chat.read.v1');
});
