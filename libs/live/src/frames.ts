import type { LoggedEventType } from '@messenger/events';

/** A client's first frame: from where on to tell. Null: from now. */
export interface ResumeFrame {
  type: 'resume';
  cursor: string | null;
}

/** A fresh access token of the same person, for a connection that outlives the one it came with. */
export interface AuthFrame {
  type: 'auth';
  token: string;
}

export type ClientFrame = ResumeFrame | AuthFrame;

/** An event, with what to resume by once it is dealt with; `data` as `GET /v1/events` has it for the type. */
export interface EventFrame<Type extends LoggedEventType = LoggedEventType, Data = unknown> {
  type: Type;
  cursor: string;
  data: Data;
}

/** The end of the replay: what follows is happening now. */
export interface LiveFrame {
  type: 'live';
  cursor: string;
}

export type ServerFrame = EventFrame | LiveFrame;

/** Undefined where the text is no frame of a client. */
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

/** Unknown fields are refused, as in a request's body. */
function hasOnly(frame: Record<string, unknown>, field: string): boolean {
  return field in frame && Object.keys(frame).length === 2;
}
