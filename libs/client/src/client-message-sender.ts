import { Backoff } from './backoff.js';
import { isRefreshable, isTransient, ProblemError } from './errors.js';
import { ok, requestTimeout } from './http.js';
import type { Message, SendAnswer } from './pending-sends.js';
import type { Session } from './session.js';

export interface OutgoingMessage {
  chatId: string;
  text: string;
  clientMessageId: string;
}

/** Twice the UTF-16 units of the longest text, and in JSON less than the 64 KB at which the API closes a socket. */
const MAX_FRAME_TEXT_LENGTH = 8_192;
const MAX_ID_LENGTH = 64;

/** Sends messages: over a live socket where there is one, by POST where there is none or it does not answer. */
export class ClientMessageSender {
  constructor(private readonly session: Session) {}

  /** Repeats until the API answers or the signal aborts. Rejects with a ProblemError if the API refuses the message. */
  async send(message: OutgoingMessage, signal?: AbortSignal): Promise<Message> {
    const backoff = new Backoff();
    for (;;) {
      try {
        return (await this.sendOverSocket(message, signal)) ?? (await this.post(message, signal));
      } catch (error) {
        if (signal?.aborted || !isTransient(error)) throw error;
        await backoff.pause(signal, error instanceof ProblemError ? (error.retryAfterSeconds ?? 0) * 1_000 : 0);
      }
    }
  }

  /** Resolves with undefined where the POST has to settle it. */
  private async sendOverSocket(message: OutgoingMessage, signal?: AbortSignal): Promise<Message | undefined> {
    signal?.throwIfAborted();
    const [socket] = this.session.liveSockets;
    if (socket === undefined || !fitsFrame(message)) return undefined;
    const { clientMessageId: id, chatId, text } = message;
    const answer = await socket.sendMessage({ type: 'send', id, chatId, text }, signal);
    return answer && messageOf(answer);
  }

  private post({ chatId, ...body }: OutgoingMessage, signal?: AbortSignal): Promise<Message> {
    const init = { params: { path: { chatId } }, body, signal: requestTimeout(signal) };
    return ok(this.session.api.POST('/v1/chats/{chatId}/messages', init));
  }
}

/** A frame that is too long or of a wrong shape costs the connection; the POST answers it with its problem. */
function fitsFrame({ chatId, text, clientMessageId }: OutgoingMessage): boolean {
  const isShort = (value: unknown, maxLength: number) => typeof value === 'string' && value.length <= maxLength;
  return (
    isShort(text, MAX_FRAME_TEXT_LENGTH) && isShort(chatId, MAX_ID_LENGTH) && isShort(clientMessageId, MAX_ID_LENGTH)
  );
}

/** The POST refreshes a token that is refused, so undefined is returned for it. */
function messageOf(answer: SendAnswer): Message | undefined {
  if (answer.type === 'sent') return answer.message;
  if (isRefreshable(answer.problem.reason)) return undefined;
  throw new ProblemError(answer.problem, answer.retryAfter);
}
