import type { Reference } from './document.js';

/**
 * References to a channel's messages by name: a `frame` of a device, a `feed` of a service, an `event` for its durable
 * consumers.
 */
export function messagesAt(form: 'frame' | 'feed' | 'event', names: readonly string[]): Record<string, Reference> {
  return Object.fromEntries(names.map((name) => [name, { $ref: `#/components/messages/${form}.${name}` }]));
}

/** References to an operation's messages, which must be those of its channel. */
export function messageReferences(channel: string, names: readonly string[]): Reference[] {
  return names.map((name) => ({ $ref: `#/channels/${channel}/messages/${name}` }));
}
