/** What somebody has stored on a day (UTC): new messages, and the bytes of their texts and of edited ones. */
export interface Usage {
  messages: number;
  bytes: number;
}

/** The columns of a row of `daily_usage`. */
export interface DailyUsage extends Usage {
  userId: string;
  /** YYYY-MM-DD. */
  day: string;
}

export const NO_USAGE: Usage = { messages: 0, bytes: 0 };

export function sum(one: Usage, other: Usage): Usage {
  return { messages: one.messages + other.messages, bytes: one.bytes + other.bytes };
}

export function difference(one: Usage, other: Usage): Usage {
  return { messages: one.messages - other.messages, bytes: one.bytes - other.bytes };
}

/** YYYY-MM-DD, in UTC. */
export function dayOf(time: Date): string {
  return time.toISOString().slice(0, 10);
}

/** Until the next day begins, in UTC. */
export function secondsToMidnight(time: Date): number {
  const next = new Date(time);
  next.setUTCHours(24, 0, 0, 0);
  return Math.ceil((next.getTime() - time.getTime()) / 1_000);
}
