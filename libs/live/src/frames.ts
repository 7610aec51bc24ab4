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

export type ClientFrame = ResumeFrame | AuthFrame;

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

export type ServerFrame = EventFrame | LiveFrame;

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
function hasOnly(frame: Record<string, unknown>, field: string): boolean {
  return field in frame && Object.keys(frame).length === 2;
}
