import type { ChatMessage, Unsent } from '../storage/database.js';

/** What a chat shows, from top to bottom. */
export type Line =
  | { kind: 'day'; key: string; time: string }
  | { kind: 'new'; key: string }
  | { kind: 'message'; key: string; message: ChatMessage; isFirst: boolean; isLast: boolean }
  | { kind: 'unsent'; key: string; unsent: Unsent; isFirst: boolean };

/** Messages of one person within this time stand close together. */
const GROUP_MS = 5 * 60_000;

export interface TimelineInput {
  messages: readonly ChatMessage[];
  unsent: readonly Unsent[];
  /** The mark of new messages stands above the first one of somebody else after this `seq`. */
  newAfterSeq: number | null;
  ownId: string;
  /** Identifies the day of a time, where the reader is. */
  dayOf: (time: string) => number;
}

export function timeline({ messages, unsent, newAfterSeq, ownId, dayOf }: TimelineInput): Line[] {
  const lines: Line[] = [];
  const firstNew = newAfterSeq === null ? undefined : firstOfOther(messages, newAfterSeq, ownId);
  messages.forEach((message, index) => {
    const before = messages[index - 1];
    const after = messages[index + 1];
    const startsDay = before === undefined || dayOf(before.createdAt) !== dayOf(message.createdAt);
    if (startsDay) lines.push({ kind: 'day', key: `day ${message.createdAt}`, time: message.createdAt });
    if (message === firstNew) lines.push({ kind: 'new', key: 'new' });
    const isFirst = startsDay || message === firstNew || !belongTogether(before, message);
    const isLast = after === undefined || after === firstNew || !belongTogether(message, after);
    lines.push({ kind: 'message', key: message.clientMessageId ?? message.id, message, isFirst, isLast });
  });
  const last = messages.at(-1);
  const stored = new Set(messages.map(({ clientMessageId }) => clientMessageId));
  const waiting = unsent.filter(({ clientMessageId }) => !stored.has(clientMessageId));
  waiting.forEach((entry, index) => {
    const isFirst = index === 0 && (last?.senderId !== ownId || !isClose(last.createdAt, entry.createdAt));
    lines.push({ kind: 'unsent', key: entry.clientMessageId, unsent: entry, isFirst });
  });
  return lines;
}

function firstOfOther(messages: readonly ChatMessage[], seq: number, ownId: string): ChatMessage | undefined {
  return messages.find((message) => message.seq > seq && message.senderId !== ownId);
}

function belongTogether(one: ChatMessage | undefined, other: ChatMessage): boolean {
  return one?.senderId === other.senderId && isClose(one.createdAt, other.createdAt);
}

function isClose(one: string, other: string): boolean {
  return Math.abs(Date.parse(other) - Date.parse(one)) < GROUP_MS;
}
