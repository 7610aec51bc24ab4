import type { Reference } from './document.js';

/** A channel's messages, by their names; `frame` and `event` are the two forms that an event has. */
export function messagesAt(form: 'frame' | 'event', names: readonly string[]): Record<string, Reference> {
  return Object.fromEntries(names.map((name) => [name, { $ref: `#/components/messages/${form}.${name}` }]));
}

/** An operation's messages are its channel's. */
export function messageReferences(channel: string, names: readonly string[]): Reference[] {
  return names.map((name) => ({ $ref: `#/channels/${channel}/messages/${name}` }));
}
