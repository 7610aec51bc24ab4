/** The first frame of a client: asks for the events after the cursor; null: for those from now on. */
export interface ResumeFrame {
  type: 'resume';
  cursor: string | null;
}

/** Replaces the access token of a connection that outlives it, with a fresh one of the same user. */
export interface AuthFrame {
  type: 'auth';
  token: string;
}

/** Sends a message, as `POST /v1/chats/{chatId}/messages` does: `id` is its `clientMessageId`, and names the answer. */
export interface SendFrame {
  type: 'send';
  id: string;
  chatId: string;
  text: string;
}

/** Asks for a `pong`: a page cannot see the pings of the WebSocket protocol. */
export interface PingFrame {
  type: 'ping';
}

export type ClientFrame = ResumeFrame | AuthFrame | SendFrame | PingFrame;

/** An event with the cursor to resume from once it is processed; `data` is that of `GET /v1/events`. */
export interface EventFrame<Type extends string = string, Data = unknown> {
  type: Type;
  cursor: string;
  data: Data;
}

/** Marks the end of the replay: the events that follow are new ones. */
export interface LiveFrame {
  type: 'live';
  cursor: string;
}

/** Answers a `send`: the message is stored, by this frame or by an earlier one of the same id. */
export interface SentFrame<Message = unknown> {
  type: 'sent';
  id: string;
  message: Message;
}

/** Answers a `send` that was refused, with the problem that the POST would have had. */
export interface RefusedFrame<Problem = unknown> {
  type: 'refused';
  id: string;
  problem: Problem;
  /** When the same may succeed, in seconds, where that is known: the POST's `Retry-After`. */
  retryAfter?: number;
}

export interface PongFrame {
  type: 'pong';
}

export type ServerFrame = EventFrame | LiveFrame | SentFrame | RefusedFrame | PongFrame;

/** Returns undefined where the text is not a valid frame of a client. */
export function parseClientFrame(text: string): ClientFrame | undefined {
  const frame = parseObject(text);
  switch (frame?.type) {
    case 'resume':
      if (!hasOnly(frame, 'cursor') || (frame.cursor !== null && typeof frame.cursor !== 'string')) return undefined;
      return { type: 'resume', cursor: frame.cursor };
    case 'auth':
      return hasOnly(frame, 'token') && typeof frame.token === 'string'
        ? { type: 'auth', token: frame.token }
        : undefined;
    case 'send':
      return hasOnly(frame, 'id', 'chatId', 'text') && isText(frame.id) && isText(frame.chatId) && isText(frame.text)
        ? { type: 'send', id: frame.id, chatId: frame.chatId, text: frame.text }
        : undefined;
    case 'ping':
      return hasOnly(frame) ? { type: 'ping' } : undefined;
    default:
      return undefined;
  }
}

function parseObject(text: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : undefined;
  } catch {
    return undefined;
  }
}

/** Unknown fields are refused, as in the body of a request. */
function hasOnly(frame: Record<string, unknown>, ...fields: string[]): boolean {
  return fields.every((field) => field in frame) && Object.keys(frame).length === fields.length + 1;
}

function isText(value: unknown): value is string {
  return typeof value === 'string';
}
