import { DURABLE_SUBSCRIPTIONS, type DurableConsumer } from '@messenger/events';

/**
 * @param handled the patterns of the app's event handlers
 * @throws Error where an event of the service's durable queue has no handler, or a handler's event never comes to it
 */
export function expectHandlers(consumer: DurableConsumer, handled: Iterable<string>): void {
  const patterns = new Set<string>(handled);
  const subscribed = new Set<string>(DURABLE_SUBSCRIPTIONS[consumer]);
  const unhandled = [...subscribed].filter((type) => !patterns.has(type));
  const unsubscribed = [...patterns].filter((type) => !subscribed.has(type));
  if (unhandled.length > 0) throw new Error(`No @EventPattern of ${consumer} handles ${unhandled.join(', ')}`);
  if (unsubscribed.length > 0)
    throw new Error(`DURABLE_SUBSCRIPTIONS of ${consumer} lacks ${unsubscribed.join(', ')}, which it handles`);
}
