import type { components } from './gen/openapi.js';
import type { LiveEvent } from './live-event.js';

type Message = components['schemas']['MessageView'];

/** How many messages and read positions are remembered; those longest untouched are forgotten. */
const REMEMBERED = 10_000;

/** Recognizes what a device has been told before: by what the event says, as its cursor depends on the connection. */
export class Repeats {
  /** By chat: `seq` of the last message. */
  private readonly sent = new Recent<number>();
  /** By message: when it was last changed. */
  private readonly changed = new Recent<string>();
  /** By chat and person. */
  private readonly read = new Recent<number>();

  /** Profiles and friendships are told as they are: hearing them again changes nothing. */
  isRepeat({ type, data }: LiveEvent): boolean {
    switch (type) {
      case 'chat.message_sent.v1':
        return !this.sent.raise(data.chatId, data.seq);
      case 'chat.message_edited.v1':
      case 'chat.message_deleted.v1':
        return !this.changed.raise(data.id, changeOf(data));
      case 'chat.read.v1':
        return !this.read.raise(`${data.chatId} ${data.userId}`, data.seq);
      default:
        return false;
    }
  }
}

/** RFC 3339 times in UTC sort as texts; after a delete nothing comes. */
function changeOf({ editedAt, deletedAt }: Message): string {
  return deletedAt === null ? (editedAt ?? '') : `~${deletedAt}`;
}

class Recent<Value extends number | string> {
  private readonly values = new Map<string, Value>();

  /** False where the value is not above the one remembered. */
  raise(key: string, value: Value): boolean {
    const last = this.values.get(key);
    if (last !== undefined && value <= last) return false;
    this.values.delete(key);
    this.values.set(key, value);
    if (this.values.size > REMEMBERED) this.values.delete(String(this.values.keys().next().value));
    return true;
  }
}
