import type { components } from './gen/openapi.js';
import type { LiveEvent } from './live-event.js';

type Message = components['schemas']['MessageView'];

/** Entries of each cache; the least recently updated is evicted. */
const MAX_ENTRIES = 10_000;

/** Recognizes events that were delivered before by their content: the cursor of an event differs between connections. */
export class DuplicateFilter {
  /** By chat: `seq` of the last message. */
  private readonly sent = new HighestValues<number>();
  /** By message: time of the last edit or deletion. */
  private readonly changed = new HighestValues<string>();
  /** By chat and user: `seq` of the read position. */
  private readonly read = new HighestValues<number>();

  /** False for profiles and friendships, too: such an event carries the whole state, so a duplicate is harmless. */
  isDuplicate({ type, data }: LiveEvent): boolean {
    switch (type) {
      case 'chat.message_sent.v1':
        return !this.sent.raise(data.chatId, data.seq);
      case 'chat.message_edited.v1':
      case 'chat.message_deleted.v1':
        return !this.changed.raise(data.id, changedAt(data));
      case 'chat.read.v1':
        return !this.read.raise(`${data.chatId} ${data.userId}`, data.seq);
      default:
        return false;
    }
  }
}

/** RFC 3339 times in UTC sort as texts. `~` sorts after every time: a deletion is the last change. */
function changedAt({ editedAt, deletedAt }: Message): string {
  return deletedAt === null ? (editedAt ?? '') : `~${deletedAt}`;
}

class HighestValues<Value extends number | string> {
  private readonly values = new Map<string, Value>();

  /** Stores the value; returns false if the stored one is as high or higher. */
  raise(key: string, value: Value): boolean {
    const last = this.values.get(key);
    if (last !== undefined && value <= last) return false;
    this.values.delete(key);
    this.values.set(key, value);
    if (this.values.size > MAX_ENTRIES) this.values.delete(String(this.values.keys().next().value));
    return true;
  }
}
